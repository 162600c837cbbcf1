package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        Filled filled = fill(text, List.of());
        boolean secret =
                filled.parts().stream().anyMatch(part -> part instanceof Template.Part.Plain plain && plain.secret());
        return filled.complaint().isPresent()
                ? new Expanded(text, secret, filled.complaint())
                : new Expanded(
                        filled.parts().stream()
                                .map(part -> ((Template.Part.Plain) part).text())
                                .collect(Collectors.joining()),
                        secret,
                        Optional.empty());
    }

    /**
     * A text whose references are replaced and whose slots stay.
     *
     * @param complaint what could not be replaced, or is no slot; empty: all is well
     */
    record Filled(List<Template.Part> parts, Optional<String> complaint) {}

    Filled fill(String text, List<SlotKind> slots) {
        List<Template.Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (true) {
            int start = text.indexOf("${", at);
            if (start < 0) {
                plain.append(text, at, text.length());
                add(plain, parts);
                return new Filled(parts, Optional.empty());
            }
            if (start > at && text.charAt(start - 1) == '$') {
                plain.append(text, at, start - 1).append("${");
                at = start + 2;
                continue;
            }
            int end = text.indexOf('}', start);
            if (end < 0) {
                return new Filled(
                        parts, Optional.of("'${' without its '}'; " + allowed(slots) + "; $${ is a plain ${"));
            }
            plain.append(text, at, start);
            Filled one = resolve(text.substring(start + 2, end), slots);
            if (one.complaint().isPresent()) {
                return one;
            }
            add(plain, parts);
            parts.addAll(one.parts());
            at = end + 1;
        }
    }

    private static void add(StringBuilder plain, List<Template.Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Template.Part.Plain(plain.toString(), false));
            plain.setLength(0);
        }
    }

    private Filled resolve(String reference, List<SlotKind> slots) {
        int colon = reference.indexOf(':');
        String kind = colon < 0 ? reference : reference.substring(0, colon);
        String rest = colon < 0 ? "" : reference.substring(colon + 1);
        if (colon >= 0 && (kind.equals("env") || kind.equals("file"))) {
            Expanded expanded = kind.equals("env") ? environmentVariable(rest) : file(rest);
            return new Filled(
                    List.of(new Template.Part.Plain(expanded.text(), expanded.secret())), expanded.complaint());
        }
        Optional<SlotKind> slot =
                slots.stream().filter(each -> each.name().equals(kind)).findFirst();
        if (slot.isPresent()) {
            return new Filled(
                    List.of(new Template.Part.Slot(kind, rest)),
                    slot.get().argument().complaint(rest).map(complaint -> "${" + reference + "} " + complaint));
        }
        boolean known = environment.containsKey(colon < 0 ? reference : rest);
        return new Filled(
                List.of(),
                Optional.of("${" + reference + "} is of no known kind; " + allowed(slots)
                        + (known ? "; did you mean '${env:" + (colon < 0 ? reference : rest) + "}'?" : "")
                        + (known || slots.isEmpty()
                                ? ""
                                : Nearest.hint(
                                        kind, slots.stream().map(SlotKind::name).toList()))));
    }

    private static String allowed(List<SlotKind> slots) {
        return slots.isEmpty()
                ? ALLOWED
                : ALLOWED + ", and here "
                        + slots.stream().map(slot -> "${" + slot.name() + "…}").collect(Collectors.joining(", "));
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
