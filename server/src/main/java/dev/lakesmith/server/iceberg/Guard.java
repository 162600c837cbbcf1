package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.http.HttpServer;
import dev.lakesmith.server.iceberg.Access.Caller;
import dev.lakesmith.server.iceberg.Client.Scope;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets in who may come, for what they may do. */
final class Guard {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Access access;

    Guard(Access access) {
        this.access = access;
    }

    Access access() {
        return access;
    }

    /** Who asks; refused when it may not do this. */
    Caller admit(Context context, Scope needed) {
        if (access.isOpen()) {
            requireThisMachine(context.header("Host"));
        }
        Caller caller = access.caller(context.header("Authorization"));
        context.attribute(HttpServer.WHO, caller.name());
        if (!caller.scope().includes(needed)) {
            throw Refusal.forbidden(
                    access.isOpen()
                            ? "everybody on this machine has the scope " + word(caller.scope())
                                    + " here; this needs the scope " + word(needed) + ": start the server with --scope "
                                    + word(needed)
                            : "the client " + caller.name() + " has the scope " + word(caller.scope())
                                    + "; this needs the scope " + word(needed));
        }
        return caller;
    }

    private static String word(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    /** A page in a browser can make other names lead here; then the browser tells that name. */
    private static void requireThisMachine(@Nullable String host) {
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        if (!THIS_MACHINE.contains(name)) {
            throw Refusal.forbidden("a server without authentication answers only to "
                    + THIS_MACHINE.stream().sorted().toList() + ", not to the name '" + name + "'");
        }
    }
}
