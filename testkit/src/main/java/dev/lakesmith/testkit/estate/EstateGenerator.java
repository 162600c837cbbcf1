package dev.lakesmith.testkit.estate;

import dev.lakesmith.testkit.GeneratorCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Makes a project of many models: four tenths silver, six tenths gold, in chains eight deep, over streams of thirty
 * columns. The same number always gives the same files. All of its models build and pass their checks.
 */
public final class EstateGenerator {

    /** Fewer would not reach eight deep. */
    public static final int FEWEST = 50;

    private static final String HELP = """
            Usage: EstateGenerator --out DIR [--models N]
            Writes a project of many models into DIR.
              --out DIR    the folder; made when it is missing, files in it are replaced
              --models N   how many models, from 50 to 9999; 1000 when left out
            Example: EstateGenerator --out estate --models 200
            """;

    private static final int MODELS_OF_A_STREAM = 20;
    private static final int STREAMS_OF_A_SOURCE = 5;

    private EstateGenerator() {}

    /**
     * Writes the project.
     *
     * @param out the project's folder
     * @param models how many, from {@link #FEWEST} to 9999
     * @throws IOException when a file cannot be written
     * @throws IllegalArgumentException when there are too few models
     */
    public static void generate(Path out, int models) throws IOException {
        if (models < FEWEST) {
            throw new IllegalArgumentException("models is " + models + "; allowed is " + FEWEST + " and more");
        }
        int streams = Math.max(2, models / MODELS_OF_A_STREAM);
        int silver = models * 2 / 5;
        write(out.resolve("lakesmith.yml"), """
                name: estate
                targets:
                  dev: { warehouse: ./lake, memory: 512MB, threads: 2 }
                parameters:
                  since: { type: date, default: 2020-01-01 }
                """);
        writeStreams(out, streams);
        for (int i = 0; i < silver; i++) {
            write(out.resolve("models/silver/" + SilverModels.name(i) + ".sql"), SilverModels.text(i, silver, streams));
        }
        for (int i = 0; i < models - silver; i++) {
            write(out.resolve("models/gold/" + GoldModels.name(i) + ".sql"), GoldModels.text(i, silver));
        }
    }

    private static void writeStreams(Path out, int streams) throws IOException {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < streams; i++) {
            if (i % STREAMS_OF_A_SOURCE == 0) {
                source = new StringBuilder("connector: files\nstreams:\n");
            }
            source.append("  s%1$03d: { path: 'drop/s%1$03d/*.csv', format: csv }\n".formatted(i));
            write(out.resolve("sources/" + Streams.source(i / STREAMS_OF_A_SOURCE) + ".yml"), source.toString());
            write(out.resolve("drop/s%03d/part-1.csv".formatted(i)), Streams.csv(i));
        }
    }

    /** The bronze table of a stream. */
    static String bronze(int stream) {
        return "bronze." + Streams.source(stream / STREAMS_OF_A_SOURCE) + "_s%03d".formatted(stream);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws IOException {
        Pattern allowed = Pattern.compile("[5-9]\\d|[1-9]\\d{2,3}");
        System.exit(new GeneratorCommand(HELP, "--models", allowed, 1000).run(arguments, (out, models) -> {
            generate(out, models);
            return "";
        }));
    }
}
