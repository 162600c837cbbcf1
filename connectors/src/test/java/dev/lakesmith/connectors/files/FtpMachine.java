package dev.lakesmith.connectors.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;

/** A real FTP server on loopback, secured in one of three ways, whose root is a folder. */
final class FtpMachine implements AutoCloseable {

    static final String PASSWORD = "correct-horse-battery";

    private final FtpServer server;
    private final ListenerFactory listener = new ListenerFactory();
    private final Listener bound;
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicLong breaks = new AtomicLong();
    private final List<String> restarts = new ArrayList<>();

    /** @param store a PKCS12 file with the server's key; empty path: not secured */
    private FtpMachine(Path root, Security security, Path store, String storePassword) {
        FtpServerFactory factory = new FtpServerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        if (security != Security.NONE) {
            SslConfigurationFactory ssl = new SslConfigurationFactory();
            ssl.setKeystoreFile(store.toFile());
            ssl.setKeystoreType("PKCS12");
            ssl.setKeystorePassword(storePassword);
            ssl.setKeyPassword(storePassword);
            listener.setSslConfiguration(ssl.createSslConfiguration());
            listener.setImplicitSsl(security == Security.IMPLICIT);
        }
        bound = listener.createListener();
        factory.addListener("default", bound);
        ConnectionConfigFactory config = new ConnectionConfigFactory();
        config.setLoginFailureDelay(0);
        factory.setConnectionConfig(config.createConnectionConfig());
        // The server clears the map when it stops.
        factory.setFtplets(new HashMap<>(Map.of("watch", new Watching())));
        BaseUser user = new BaseUser();
        user.setName("reader");
        user.setPassword(PASSWORD);
        user.setHomeDirectory(root.toString());
        try {
            factory.getUserManager().save(user);
            server = factory.createServer();
            server.start();
        } catch (FtpException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the server secures its connections. */
    enum Security {
        NONE,
        EXPLICIT,
        IMPLICIT
    }

    /** Counts, and breaks transfers off. */
    private final class Watching extends DefaultFtplet {

        @Override
        public FtpletResult onLogin(FtpSession session, FtpRequest request) {
            logins.incrementAndGet();
            return FtpletResult.DEFAULT;
        }

        @Override
        public FtpletResult onDownloadStart(FtpSession session, FtpRequest request) {
            restarts.add(request.getArgument() + "@" + session.getFileOffset());
            if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return FtpletResult.DISCONNECT;
            }
            return FtpletResult.DEFAULT;
        }
    }

    static FtpMachine plain(Path root) {
        return new FtpMachine(root, Security.NONE, Path.of(""), "");
    }

    static FtpMachine secured(Path root, Security security, Path store, String storePassword) {
        return new FtpMachine(root, security, store, storePassword);
    }

    int port() {
        return bound.getPort();
    }

    /** Ends the connection at the beginning of so many downloads. */
    void breakDownloads(int count) {
        breaks.set(count);
    }

    int logins() {
        return logins.getAndSet(0);
    }

    /** The downloads so far, each with the position that it began at. */
    List<String> downloads() {
        return List.copyOf(restarts);
    }

    @Override
    public void close() {
        server.stop();
    }
}
