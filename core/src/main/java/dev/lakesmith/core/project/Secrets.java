package dev.lakesmith.core.project;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The secret values of a project; knows how to keep them out of any text. Immutable. */
public final class Secrets {

    private static final String MASK = "***";
    private static final int SHORTEST = 4;
    private static final int SHORTEST_LINE = 8;

    private final List<String> forms;

    private Secrets(Collection<String> forms) {
        this.forms = forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Values shorter than four characters are ignored: masking them would garble every text. */
    public static Secrets of(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        for (String value : values) {
            if (value.length() >= SHORTEST) {
                addForms(value, forms);
            }
        }
        return new Secrets(
                forms.stream().filter(form -> form.length() >= SHORTEST).toList());
    }

    /** These and others. */
    public Secrets and(Secrets others) {
        Set<String> both = new LinkedHashSet<>(forms);
        both.addAll(others.forms);
        return new Secrets(both);
    }

    /**
     * The text with every secret replaced by {@code ***}, also where it is written as JSON, in a URL or in base64,
     * alone or inside a longer value.
     */
    public String scrub(String text) {
        String clean = text;
        for (String form : forms) {
            clean = clean.replace(form, MASK);
        }
        return clean;
    }

    private static void addForms(String value, Set<String> forms) {
        forms.add(value);
        forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(value)));
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        forms.add(url);
        forms.add(url.replace("+", "%20"));
        forms.addAll(base64(value));
        // What a message suggests instead of a value that is no name.
        Names.mended(value).filter(name -> name.length() >= SHORTEST_LINE).ifPresent(forms::add);
        // Logs come line by line, so a key of several lines must be known by its lines too.
        value.lines().filter(line -> line.length() >= SHORTEST_LINE).forEach(forms::add);
    }

    // Inside a longer value the same bytes give three different texts, by their offset modulo three; the characters at
    // both ends mix with the neighbours and are left out.
    private static List<String> base64(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            int from = (offset * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= SHORTEST) {
                texts.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
                texts.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
            }
        }
        return texts;
    }
}
