package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Values;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tap as a source declares it.
 *
 * @param source its name
 * @param folder where it runs
 * @param command its executable and arguments
 * @param config what it is told
 * @param options of the source
 */
record Tap(String source, Path folder, List<String> command, ObjectNode config, Values options) {

    static final ObjectMapper JSON = new ObjectMapper();

    /** A catalog is held in memory. */
    private static final long LARGEST_CATALOG = 256L << 20;

    Tap {
        command = List.copyOf(command);
    }

    static Tap of(Source source, Path project) {
        List<String> command = new ArrayList<>(source.options().texts("command"));
        String executable = command.get(0);
        if (executable.contains("/") || executable.contains(File.separator)) {
            command.set(0, project.resolve(executable).toString());
        }
        return new Tap(source.name(), project, command, TapConfig.of(source.options()), source.options());
    }

    /** What people know it by. */
    String shown() {
        return Path.of(command.get(0)).getFileName().toString();
    }

    /** What it offers. */
    Catalog catalog(TapFiles files, Progress progress) {
        Optional<String> written = options.find("catalog", String.class);
        if (written.isPresent()) {
            return Catalog.of(read(folder.resolve(written.get())), "the catalog " + written.get());
        }
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        TapLog log = new TapLog(this, progress);
        List<String> arguments = List.of("--config", files.write("config-discover.json", bytes(config)), "--discover");
        int code = Child.run(
                process(arguments),
                "source " + source + ": " + shown(),
                options.get("timeout", Duration.class),
                LARGEST_CATALOG,
                (text, length, number) -> {
                    if (found.size() + (long) length > LARGEST_CATALOG) {
                        throw SourceFailure.fatal(
                                Extent.SOURCE, shown() + " writes a catalog of more than 256 MB", null);
                    }
                    found.write(text, 0, length);
                    found.write('\n');
                },
                log);
        if (code != 0) {
            throw ended(Extent.SOURCE, "--discover", code, log);
        }
        return Catalog.of(found.toByteArray(), "what " + shown() + " --discover wrote");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw SourceFailure.fatal(
                    Extent.SOURCE, "the catalog " + file + " cannot be read: " + e + "; correct 'catalog'", e);
        }
    }

    /** Taps say neither whether it is worth trying again nor whom it concerns, so it is tried. */
    SourceFailure ended(Extent extent, String doing, int code, TapLog log) {
        String last = log.last();
        return SourceFailure.retryable(
                extent,
                "source " + source + ": " + shown() + " " + doing + " ended with code " + code
                        + (last.isEmpty() ? " and logged nothing" : "; it logged last: " + last),
                null);
    }

    ProcessBuilder process(List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return new ProcessBuilder(all).directory(folder.toFile());
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
