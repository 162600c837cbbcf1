package dev.lakesmith.engine.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server on this machine and breaks the first connections after some bytes. */
final class FlakyProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final int broken;
    private final long bytes;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * Starts.
     *
     * @param broken how many connections break
     * @param bytes of the server after which they do
     */
    FlakyProxy(int target, int broken, long bytes) throws IOException {
        this.target = target;
        this.broken = broken;
        this.bytes = bytes;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
                boolean breaks = connections.incrementAndGet() <= broken;
                start(() -> copy(client, behind, Long.MAX_VALUE));
                start(() -> copy(behind, client, breaks ? bytes : Long.MAX_VALUE));
            } catch (IOException e) {
                // A client went away, or the proxy was closed, and then this ends.
                Thread.onSpinWait();
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "flaky-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(Socket from, Socket to, long most) {
        long left = most;
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int passed = (int) Math.min(n, left);
                out.write(buffer, 0, passed);
                left -= passed;
                if (left <= 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone: so is the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
