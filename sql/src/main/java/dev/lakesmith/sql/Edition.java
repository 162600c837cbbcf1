package dev.lakesmith.sql;

import dev.lakesmith.functions.FunctionCatalogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/** Which analyser this is: answers of another edition may differ. */
public final class Edition {

    private Edition() {}

    /** One line that differs between builds of this program and of DuckDB; empty when they cannot be told apart. */
    public static Optional<String> current() {
        Optional<String> own = identity(Edition.class);
        Optional<String> engine = identity(DuckDBDriver.class);
        Optional<String> functions = identity(FunctionCatalogue.class);
        return own.flatMap(
                known -> engine.flatMap(each -> functions.map(declared -> known + " " + each + " " + declared)));
    }

    private static Optional<String> identity(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path code = Path.of(source.getLocation().toURI());
            return Optional.of(
                    code.getFileName() + ":" + (Files.isDirectory(code) ? ofFolder(code, type) : ofFile(code)));
        } catch (URISyntaxException | IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String ofFile(Path jar) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
        return attributes.size() + ":" + attributes.lastModifiedTime().toMillis();
    }

    /** Classes that lie loose, as a build has them before it packs them. */
    private static String ofFolder(Path classes, Class<?> type) throws IOException {
        Path own = classes.resolve(type.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(own)) {
            List<Path> sorted = files.sorted().toList();
            StringBuilder all = new StringBuilder();
            for (Path file : sorted) {
                all.append(ofFile(file)).append(',');
            }
            return Integer.toHexString(all.toString().hashCode()) + ":" + sorted.size();
        }
    }
}
