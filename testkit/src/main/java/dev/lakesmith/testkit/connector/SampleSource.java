package dev.lakesmith.testkit.connector;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.RecordFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A real source that a test can fill. Its records have the whole number {@code id}. */
public interface SampleSource {

    /** What reads it. */
    Connector connector();

    /** The source's file, with one stream of any name; what it reads exists and is empty. */
    String yaml();

    /** Makes the records from {@code first} on, so many, appear behind those that are there. */
    void add(long first, int count);

    /** Files of typed rows, for connectors that bring such. */
    RecordFiles records(Path folder);

    /** The ids in a landed file, in its order. */
    List<Long> ids(Path landedFile);

    /** Source files with one mistake each, and what must be told of it. None may hold it back because of a timeout. */
    List<Mistake> mistakes();

    /** A text that must never be shown; empty when the source has none. */
    String secret();

    /** What holds beyond what holds for all. */
    Set<Promise> promises();

    /** What some connectors promise and others do not. */
    enum Promise {
        /** Records are landed in the order in which the source gives them. */
        ORDER,
        /** What was landed before is not landed again with what is new. */
        ONLY_NEW
    }

    /**
     * A wrong source file.
     *
     * @param what is wrong: a host, a password, a table, a column
     * @param told a part of the message
     */
    record Mistake(String what, String yaml, String told) {}
}
