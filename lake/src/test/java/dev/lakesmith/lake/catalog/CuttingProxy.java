package dev.lakesmith.lake.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a driver and its database, and breaks connections at chosen moments. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(int server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    void cutNextCommit(Cut cut) {
        next.set(cut);
    }

    void cutAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(database);
                AtomicReference<@Nullable Cut> answer = new AtomicReference<>();
                thread(() -> forward(client, database, true, answer));
                thread(() -> forward(database, client, false, answer));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void forward(Socket from, Socket to, boolean asks, AtomicReference<@Nullable Cut> answer) {
        byte[] buffer = new byte[65_536];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (asks && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                    Cut cut = next.getAndSet(null);
                    if (cut == Cut.BEFORE_THE_SERVER_HEARS) {
                        cuts.incrementAndGet();
                        return;
                    }
                    answer.set(cut);
                }
                if (!asks && answer.get() != null) {
                    cuts.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The other direction ended.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            cutAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
