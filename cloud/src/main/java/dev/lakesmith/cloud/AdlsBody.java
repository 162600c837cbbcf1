package dev.lakesmith.cloud;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a blob; what the SDK throws in their midst says what it means. */
final class AdlsBody extends FilterInputStream {

    private final String key;
    private final AdlsAnswers answers;

    AdlsBody(InputStream bytes, String key, AdlsAnswers answers) {
        super(bytes);
        this.key = key;
        this.answers = answers;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException | RuntimeException e) {
            throw answers.told(key, e);
        }
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
        try {
            return in.read(buffer, from, count);
        } catch (IOException | RuntimeException e) {
            throw answers.told(key, e);
        }
    }
}
