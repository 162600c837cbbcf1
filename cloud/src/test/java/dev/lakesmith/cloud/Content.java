package dev.lakesmith.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.apache.iceberg.io.FileIO;

/** Writes and reads whole files. */
final class Content {

    private Content() {}

    static void write(FileIO io, String location, byte[] content) throws IOException {
        try (OutputStream out = io.newOutputFile(location).createOrOverwrite()) {
            out.write(content);
        }
    }

    static byte[] read(FileIO io, String location) throws IOException {
        try (InputStream in = io.newInputFile(location).newStream()) {
            return in.readAllBytes();
        }
    }

    static byte[] any(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }
}
