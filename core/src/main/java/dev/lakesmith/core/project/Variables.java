package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces references to the environment and to files in values, and remembers which replacements are secret: every
 * file, and every environment variable whose name sounds like it. The reference page describes their syntax.
 */
final class Variables {

    private static final List<String> SECRET_NAMES = List.of("PASSWORD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "PWD");
    private static final long LARGEST_FILE = 1 << 20;
    private static final String ALLOWED = "allowed are ${env:NAME}, ${env:NAME:-default} and ${file:path}";

    private final Path directory;
    private final Map<String, String> environment;
    private final Set<String> secrets = new LinkedHashSet<>();

    /**
     * A text after replacement.
     *
     * @param text what it has become
     * @param secret whether any part must never be shown
     * @param complaint what could not be replaced; empty: everything was
     */
    record Expanded(String text, boolean secret, Optional<String> complaint) {}

    /** {@code directory} is where relative paths of files start. */
    Variables(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Everything that must never be shown, as far as it was met. */
    Secrets secrets() {
        return Secrets.of(secrets);
    }

    void remember(String secret) {
        secrets.add(secret);
    }

    Expanded expand(String text) {
        if (!text.contains("${")) {
            return new Expanded(text, false, Optional.empty());
        }
        StringBuilder result = new StringBuilder();
        boolean secret = false;
        int at = 0;
        while (true) {
            int start = text.indexOf("${", at);
            if (start < 0) {
                return new Expanded(result.append(text, at, text.length()).toString(), secret, Optional.empty());
            }
            if (start > at && text.charAt(start - 1) == '$') {
                result.append(text, at, start - 1).append("${");
                at = start + 2;
                continue;
            }
            int end = text.indexOf('}', start);
            if (end < 0) {
                return new Expanded(
                        text, secret, Optional.of("'${' without its '}'; " + ALLOWED + "; $${ is a plain ${"));
            }
            Expanded one = resolve(text.substring(start + 2, end));
            if (one.complaint().isPresent()) {
                return new Expanded(text, secret, one.complaint());
            }
            secret |= one.secret();
            result.append(text, at, start).append(one.text());
            at = end + 1;
        }
    }

    private Expanded resolve(String reference) {
        int colon = reference.indexOf(':');
        String kind = colon < 0 ? "" : reference.substring(0, colon);
        String rest = reference.substring(colon + 1);
        return switch (kind) {
            case "env" -> environmentVariable(rest);
            case "file" -> file(rest);
            default ->
                failed("${" + reference + "} is of no known kind; " + ALLOWED
                        + (environment.containsKey(rest) ? "; did you mean '${env:" + rest + "}'?" : ""));
        };
    }

    private Expanded environmentVariable(String text) {
        int dash = text.indexOf(":-");
        String name = dash < 0 ? text : text.substring(0, dash);
        if (name.isBlank()) {
            return failed("${env:} names no environment variable; " + ALLOWED);
        }
        String value = environment.get(name);
        if (dash >= 0 && (value == null || value.isEmpty())) {
            value = text.substring(dash + 2);
        }
        if (value == null) {
            return failed("the environment variable " + name + " is not set; set it, or write ${env:" + name
                    + ":-default}" + Nearest.hint(name, environment.keySet()));
        }
        String upper = name.toUpperCase(Locale.ROOT);
        boolean secret = SECRET_NAMES.stream().anyMatch(upper::contains);
        if (secret) {
            remember(value);
        }
        return new Expanded(value, secret, Optional.empty());
    }

    private Expanded file(String name) {
        try {
            Path path = directory.resolve(name);
            if (name.isBlank() || !Files.isRegularFile(path)) {
                return failed("${file:" + name + "}: there is no such file");
            }
            if (Files.size(path) > LARGEST_FILE) {
                return failed("${file:" + name + "}: larger than 1 MiB, that is no single value");
            }
            String value = Files.readString(path).stripTrailing();
            remember(value);
            return new Expanded(value, true, Optional.empty());
        } catch (InvalidPathException | IOException problem) {
            return failed(
                    "${file:" + name + "} cannot be read: " + problem.getClass().getSimpleName());
        }
    }

    private static Expanded failed(String complaint) {
        return new Expanded("", false, Optional.of(complaint));
    }
}
