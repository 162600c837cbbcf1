package dev.lakesmith.formats;

import java.io.IOException;
import java.util.Optional;

/** The records of text with fields of fixed width. Characters are counted, not bytes. */
final class FixedRecords extends LineRecords {

    private final Format.Fixed format;
    private final int width;

    FixedRecords(Format.Fixed format) {
        this.format = format;
        this.width =
                format.fields().stream().mapToInt(Format.FixedField::to).max().orElse(0);
    }

    @Override
    public Optional<Format> alone() {
        return Optional.of(
                new Format.Fixed(format.fields(), 0, format.padding(), format.shortLines(), Optional.empty()));
    }

    @Override
    long headerLines() {
        return format.skipLines();
    }

    @Override
    Optional<String> write(String line, JsonText json) throws IOException {
        int[] characters = line.codePoints().toArray();
        if (characters.length < width && format.shortLines() == Format.ShortLines.QUARANTINED) {
            return Optional.of("expected " + width + " characters, found " + characters.length);
        }
        for (int i = width; i < characters.length; i++) {
            if (!Character.isWhitespace(characters[i])) {
                return Optional.of("expected " + width + " characters, found " + characters.length
                        + "; no field is declared for what is behind");
            }
        }
        char before = '{';
        for (Format.FixedField field : format.fields()) {
            int from = Math.min(field.from(), characters.length);
            int to = Math.min(field.to(), characters.length);
            String value = new String(characters, from, to - from);
            String kept = format.padding() == Format.Padding.TRIMMED ? value.strip() : value;
            json.put(before).key(field.name());
            if (kept.isEmpty()) {
                json.nothing();
            } else {
                json.text(kept);
            }
            before = ',';
        }
        json.put('}');
        return Optional.empty();
    }
}
