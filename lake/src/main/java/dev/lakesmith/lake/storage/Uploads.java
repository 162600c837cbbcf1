package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;

/**
 * Uploads the Parquet files of a folder, several at a time and each as soon as it looks complete, while whoever writes
 * them still writes the next. What is uploaded is compared with what the file is in the end, so that looking complete is
 * enough.
 */
final class Uploads implements AutoCloseable {

    private static final long LOOK_EVERY = 200;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final Path folder;
    private final FileIO remote;
    private final Executor pool;
    private final Function<Path, String> locations;
    private final Map<Path, Long> sizes = new HashMap<>();
    private final Map<Path, Going> going = new HashMap<>();
    private final Thread looking;
    /** Nothing is sent early any more: what is delivered must not be taken for something that is not wanted. */
    private boolean ended;

    /**
     * A file on its way.
     *
     * @param bytes its size when it was sent
     */
    private record Going(long bytes, CompletableFuture<Void> end) {}

    Uploads(Path folder, FileIO remote, Executor pool, Function<Path, String> locations) {
        this.folder = folder;
        this.remote = remote;
        this.pool = pool;
        this.locations = locations;
        this.looking = new Thread(this::look, "uploads");
        looking.setDaemon(true);
        looking.start();
    }

    private void look() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_EVERY);
                begin();
            }
        } catch (InterruptedException e) {
            // The end.
        } catch (IOException e) {
            // Those that were not sent early are sent in the end, which tells what is wrong.
        }
    }

    private synchronized void begin() throws IOException {
        if (ended) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.parquet")) {
            for (Path file : files) {
                long bytes = Files.size(file);
                Long before = sizes.put(file, bytes);
                if (!going.containsKey(file) && before != null && before == bytes && isComplete(file, bytes)) {
                    send(file, bytes);
                }
            }
        } catch (NoSuchFileException e) {
            // The folder, or a file without rows, was removed.
        }
    }

    /** A Parquet file ends with the length of its footer and the letters that it begins with. */
    private static boolean isComplete(Path path, long bytes) throws IOException {
        if (bytes < 3L * MAGIC.length) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(bytes - 2L * MAGIC.length);
            long footer = Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
            byte[] end = new byte[MAGIC.length];
            file.readFully(end);
            return Arrays.equals(end, MAGIC) && footer + 3L * MAGIC.length <= bytes;
        }
    }

    private void send(Path file, long bytes) {
        going.put(file, new Going(bytes, CompletableFuture.runAsync(() -> upload(file), pool)));
    }

    private void upload(Path file) {
        try (OutputStream out = remote.newOutputFile(locations.apply(file)).createOrOverwrite()) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until these files are there as they are now. */
    void finish(List<Path> files) throws IOException {
        looking.interrupt();
        synchronized (this) {
            ended = true;
            for (Path file : files) {
                long bytes = Files.size(file);
                Going early = going.get(file);
                if (early != null && early.bytes() != bytes) {
                    early.end().exceptionally(failure -> null).join();
                    early = null;
                }
                if (early == null) {
                    send(file, bytes);
                }
            }
            try {
                for (Path file : files) {
                    Objects.requireNonNull(going.get(file)).end().join();
                    going.remove(file);
                }
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : e;
            }
        }
    }

    /** Takes back what was sent and is not wanted. */
    @Override
    public void close() {
        looking.interrupt();
        synchronized (this) {
            ended = true;
            going.forEach((file, sent) -> {
                sent.end().exceptionally(failure -> null).join();
                remote.deleteFile(locations.apply(file));
            });
            going.clear();
        }
    }
}
