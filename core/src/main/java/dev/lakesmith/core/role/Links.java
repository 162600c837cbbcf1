package dev.lakesmith.core.role;

import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model has to do with other models because of its part.
 *
 * @param lookups a fact's dimensions, in the order of its references
 * @param mentions a dimension's facts that may name members it lacks
 */
public record Links(List<Lookup> lookups, List<Mention> mentions) {

    /** Nothing. */
    public static final Links NONE = new Links(List.of(), List.of());

    public Links {
        lookups = List.copyOf(lookups);
        mentions = List.copyOf(mentions);
    }

    /**
     * A dimension that a fact refers to.
     *
     * @param reference how
     * @param dimension what it is
     * @param versions the dimension's own query, when the fact must find the version of a moment; the dimension's table
     *     cannot be asked, since it is made after the fact
     */
    public record Lookup(Role.Reference reference, Role.Dimension dimension, Optional<Query> versions) {

        /** The tables that the lookup reads. */
        public List<TableName> reads() {
            if (reference.missing() == Role.Missing.UNKNOWN) {
                return List.of(reference.of());
            }
            return versions.map(query ->
                            query.tables().stream().map(TableReference::name).toList())
                    .orElse(List.of());
        }
    }

    /**
     * A fact that refers to a dimension.
     *
     * @param fact its table
     * @param reference how
     */
    public record Mention(TableName fact, Role.Reference reference) {}

    /** The tables that are read beside the query's own. */
    public List<TableName> reads() {
        Set<TableName> tables = new LinkedHashSet<>();
        lookups.forEach(lookup -> tables.addAll(lookup.reads()));
        mentions.forEach(mention -> tables.add(mention.fact()));
        return new ArrayList<>(tables);
    }

    /** The tables that may be missing: without a fact, nothing mentions members. */
    public Set<TableName> optional() {
        Set<TableName> tables = new LinkedHashSet<>();
        mentions.forEach(mention -> tables.add(mention.fact()));
        return tables;
    }
}
