package dev.lakesmith.core.plan;

import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Query;
import java.util.stream.Collectors;

/** A model's part as a text that changes when its table must be made anew. */
final class RoleFingerprint {

    private RoleFingerprint() {}

    /** A model's fingerprint that changes with its part too. */
    static String added(String fingerprint, Role role, Links links) {
        return role instanceof Role.Plain ? fingerprint : StreamFingerprint.sha256(fingerprint + "|" + of(role, links));
    }

    /** Facts that mention a dimension are left out: what they name is an input, not a definition. */
    private static String of(Role role, Links links) {
        return role
                + links.lookups().stream()
                        .map(lookup -> lookup.dimension().key()
                                + lookup.dimension().versions().toString()
                                + lookup.versions().map(Query::fingerprint).orElse(""))
                        .collect(Collectors.joining(","));
    }
}
