package dev.lakesmith.bench.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/** Runs the statements of a file in local Spark, with the Iceberg catalog {@code lake} in a folder. */
public final class SparkStatements {

    private SparkStatements() {}

    /**
     * Runs the statements, or without arguments prints the options that Spark needs from the JVM.
     *
     * @param args a file of statements, separated by {@code ;;}; the warehouse's folder; how many cores
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.out.println(JavaModuleOptions.defaultModuleOptions());
            return;
        }
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + args[2] + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.log.level", "ERROR")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", args[1])
                .config("spark.sql.shuffle.partitions", args[2])
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "hadoop")
                .config("spark.sql.catalog.lake.warehouse", args[1])
                .getOrCreate()) {
            for (String statement : Files.readString(Path.of(args[0])).split(";;")) {
                if (!statement.isBlank()) {
                    spark.sql(statement);
                }
            }
        }
    }
}
