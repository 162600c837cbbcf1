package dev.lakesmith.connectors.files.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths on another machine: names between slashes, whatever this machine's own paths look like. */
final class RemotePaths {

    private RemotePaths() {}

    /** From the root on, without {@code .} and {@code ..}. */
    static String resolve(String start, String way) {
        Deque<String> names = new ArrayDeque<>();
        String whole = way.startsWith("/") ? way : start + "/" + way;
        for (String name : whole.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The path seen from a folder; empty when it is not below it. */
    static Optional<String> below(String folder, String path) {
        String start = folder.equals("/") ? "/" : folder + "/";
        return path.startsWith(start) ? Optional.of(path.substring(start.length())) : Optional.empty();
    }
}
