package dev.lakesmith.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The texts that a workbook's cells share, as bytes behind one another: a text takes what it is long and four bytes. */
final class SharedTexts {

    private static final int MOST_BYTES =
            (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4);

    private byte[] bytes = new byte[1 << 16];
    private int[] ends = new int[1 << 10];
    private int used;
    private int count;

    static SharedTexts read(Workbook.Part part) throws IOException {
        SharedTexts texts = new SharedTexts();
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        int reading = 0;
        while (part.next()) {
            if (part.opens("si")) {
                text.setLength(0);
            } else if (part.closes("si")) {
                texts.add(EscapedText.plain(text.toString()));
            } else if (part.opens("rPh")) {
                reading++;
            } else if (part.closes("rPh")) {
                reading--;
            } else if (part.opens("t")) {
                // How a text is pronounced stands beside it and is no part of it.
                inText = reading == 0;
            } else if (part.closes("t")) {
                inText = false;
            } else if (inText) {
                text.append(part.text());
                BoundedPieces.require(text.length());
            }
        }
        return texts;
    }

    private void add(String text) throws IOException {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        if (more.length > MOST_BYTES - used) {
            throw new IOException("the texts that its cells share are longer than " + (MOST_BYTES >> 20)
                    + " MB, for which Java has too little memory");
        }
        if (used + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(used + more.length, Math.min(MOST_BYTES, bytes.length * 2L)));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(more, 0, bytes, used, more.length);
        used += more.length;
        ends[count++] = used;
    }

    /** The text of a number; empty when there is none. */
    Optional<String> text(String number) {
        try {
            int index = Integer.parseInt(number.strip());
            if (index < 0 || index >= count) {
                return Optional.empty();
            }
            int from = index == 0 ? 0 : ends[index - 1];
            return Optional.of(new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
