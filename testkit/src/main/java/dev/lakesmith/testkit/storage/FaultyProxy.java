package dev.lakesmith.testkit.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before an HTTP server on this machine, notes what is asked and makes some of it fail. Each connection carries
 * one request. Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final int upstream;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Faults faults = Faults.none();

    /**
     * A request as it came.
     *
     * @param method such as {@code PUT}
     * @param target path and query
     * @param headers by name; names in any case
     */
    public record Request(String method, String target, Map<String, String> headers) {

        /** A header's value. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private FaultyProxy(int upstream, ServerSocket listening) {
        this.upstream = upstream;
        this.listening = listening;
    }

    /** Stands before the server on a port of this machine. */
    public static FaultyProxy before(int port) {
        try {
            FaultyProxy proxy = new FaultyProxy(port, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            proxy.threads.execute(proxy::listen);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What requests meet from now on. */
    public void meet(Faults next) {
        faults = next;
    }

    /** Every request so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Forgets the requests so far. */
    public void forget() {
        requests.clear();
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<HttpHead> head = HttpHead.read(client.getInputStream());
            if (head.isPresent()) {
                Request request = request(head.get());
                requests.add(request);
                answer(client, head.get(), faults.of(request));
            }
        } catch (IOException e) {
            // One side has gone, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Socket client, HttpHead head, Fault fault) throws IOException, InterruptedException {
        if (fault instanceof Fault.Reset) {
            reset(client);
            return;
        }
        if (fault instanceof Fault.Status status) {
            refuse(client, head, status);
            return;
        }
        if (fault instanceof Fault.Latency latency) {
            Thread.sleep(latency.pause().toMillis());
        }
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            pass(client, head, server);
            if (fault instanceof Fault.LostResponse) {
                server.getInputStream().readAllBytes();
                reset(client);
            } else {
                respond(server, client, fault);
            }
        }
    }

    private static void pass(Socket client, HttpHead head, Socket server) throws IOException {
        OutputStream to = server.getOutputStream();
        HttpHead sent = head.without("expect").without("connection").with("Connection: close");
        to.write(sent.bytes());
        to.flush();
        invite(client, head);
        try {
            copy(client.getInputStream(), to, head.contentLength());
            to.flush();
        } catch (SocketException e) {
            // The server has answered before it read everything.
        }
    }

    private static void invite(Socket client, HttpHead head) throws IOException {
        if (head.header("expect").isPresent()) {
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void respond(Socket server, Socket client, Fault fault) throws IOException, InterruptedException {
        InputStream from = server.getInputStream();
        Optional<HttpHead> head = HttpHead.read(from);
        if (head.isEmpty()) {
            return;
        }
        OutputStream to = client.getOutputStream();
        to.write(head.get().bytes());
        if (fault instanceof Fault.Truncated truncated) {
            copy(from, to, truncated.bytes());
        } else if (fault instanceof Fault.Drip drip) {
            for (byte[] piece = from.readNBytes(drip.bytes());
                    piece.length > 0;
                    piece = from.readNBytes(drip.bytes())) {
                to.write(piece);
                to.flush();
                Thread.sleep(drip.pause().toMillis());
            }
        } else {
            from.transferTo(to);
        }
        to.flush();
    }

    private static void refuse(Socket client, HttpHead head, Fault.Status status) throws IOException {
        invite(client, head);
        copy(client.getInputStream(), OutputStream.nullOutputStream(), head.contentLength());
        String body = head.start().startsWith("HEAD")
                ? ""
                : "<?xml version=\"1.0\"?><Error><Code>" + status.code() + "</Code><Message>No.</Message></Error>";
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status.status() + " No\r\n");
        status.headers().forEach(header -> answer.append(header).append("\r\n"));
        answer.append("Content-Type: application/xml\r\nContent-Length: ")
                .append(body.length())
                .append("\r\nConnection: close\r\n\r\n")
                .append(body);
        client.getOutputStream().write(answer.toString().getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    // What is closed with data unsent is reset.
    private static void reset(Socket client) throws SocketException {
        client.setSoLinger(true, 0);
    }

    private static void copy(InputStream from, OutputStream to, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = bytes;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static Request request(HttpHead head) {
        String[] words = head.start().split(" ", 3);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : head.headers()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return new Request(words[0], words[1], headers);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
