package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that come, go and change at random: what must hold of their keys after each run. */
final class ConformPropertyTest {

    private static final String HEADER =
            "conform: { key: person, record: id, match: { mail: mail, phone: [area, phone] } }";
    private static final int RUNS = 6;

    private final Workbench bench;

    ConformPropertyTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    private record Person(String mail, String area, String phone) {

        static Person any(Random random) {
            String mail = random.nextInt(3) == 0 ? "" : "m" + random.nextInt(14);
            return new Person(mail, random.nextInt(4) == 0 ? " " : "a", "p" + random.nextInt(16));
        }

        boolean matches(Person other) {
            boolean sameMail = !mail.isBlank() && mail.equals(other.mail);
            return sameMail || (!area.isBlank() && area.equals(other.area) && phone.equals(other.phone));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void keys_are_shared_by_those_that_match_stay_with_those_that_have_them_and_never_come_again(long seed) {
        Random random = new Random(seed);
        Map<String, Person> people = new TreeMap<>();
        Map<String, Long> before = Map.of();
        Set<Long> dead = new HashSet<>();
        Set<Long> seen = new HashSet<>();
        bench.model("silver.people", HEADER, "SELECT * FROM seeds.r")
                .model("silver.mirror", HEADER, "SELECT * FROM seeds.r ORDER BY md5(id)");
        for (int run = 0; run < RUNS; run++) {
            change(people, random);
            bench.file("seeds/r.csv", csv(people)).run();
            Map<String, Long> keys = keys("silver.people");

            assertThat(keys("silver.mirror")).as("whatever the order of rows").isEqualTo(keys);
            assertThat(groups(keys)).as("run " + run).isEqualTo(components(people));
            Set<Long> given = new HashSet<>(keys.values());
            assertThat(given).as("merged keys never come again").noneMatch(dead::contains);
            Set<Long> live = new HashSet<>(before.values());
            dead.addAll(merged());
            for (long key : given) {
                boolean known = live.contains(key) || seen.contains(key);
                assertThat(known || seen.stream().allMatch(old -> old < key))
                        .as("a new key is greater than all")
                        .isTrue();
            }
            oneOfTheHoldersKeepsEachKey(before, keys, people.keySet());
            seen.addAll(given);
            before = keys;
        }
        assertThat(dead).as("the test has merges").isNotEmpty();
    }

    /** A key is given up only by a merge, or when all who had it left. */
    private void oneOfTheHoldersKeepsEachKey(Map<String, Long> before, Map<String, Long> now, Set<String> present) {
        Set<Long> merged = merged();
        groups(before).forEach(group -> {
            Long key = before.get(group.iterator().next());
            boolean someStayed = group.stream().anyMatch(present::contains);
            if (someStayed && !merged.contains(key)) {
                assertThat(group.stream().anyMatch(id -> Objects.equals(now.get(id), key)))
                        .as("key " + key + " of " + group)
                        .isTrue();
            }
        });
    }

    @Test
    void the_test_itself_finds_chains() {
        assertThat(components(Map.of(
                        "1", new Person("a", "", ""),
                        "2", new Person("a", "x", "y"),
                        "3", new Person("", "x", "y"),
                        "4", new Person("", "", ""))))
                .containsExactlyInAnyOrder(Set.of("1", "2", "3"), Set.of("4"));
    }

    private static void change(Map<String, Person> people, Random random) {
        people.keySet().removeIf(id -> random.nextInt(5) == 0);
        for (int i = 0; i < 8; i++) {
            people.put("r%02d".formatted(random.nextInt(24)), Person.any(random));
        }
    }

    private static String csv(Map<String, Person> people) {
        StringBuilder text = new StringBuilder("id,mail,area,phone\n");
        people.forEach((id, person) ->
                text.append(id + "," + person.mail() + ",\"" + person.area() + "\"," + person.phone() + "\n"));
        return text.toString();
    }

    private Map<String, Long> keys(String table) {
        Map<String, Long> keys = new TreeMap<>();
        for (String row : bench.rows("SELECT id, person FROM " + table)) {
            String[] cells = row.split("\\|", -1);
            keys.put(cells[0], Long.valueOf(cells[1]));
        }
        return keys;
    }

    private Set<Long> merged() {
        if (!bench.has("history.silver_people")) {
            return Set.of();
        }
        Set<Long> merged = new HashSet<>();
        bench.rows("SELECT identity FROM history.silver_people WHERE event = 'merged'")
                .forEach(key -> assertThat(merged.add(Long.valueOf(key)))
                        .as("merged once")
                        .isTrue());
        return merged;
    }

    private static Set<Set<String>> groups(Map<String, Long> keys) {
        Map<Long, Set<String>> groups = new HashMap<>();
        keys.forEach((id, key) ->
                groups.computeIfAbsent(key, each -> new TreeSet<>()).add(id));
        return new HashSet<>(groups.values());
    }

    private static Set<Set<String>> components(Map<String, Person> people) {
        Set<Set<String>> components = new HashSet<>();
        Set<String> left = new TreeSet<>(people.keySet());
        while (!left.isEmpty()) {
            List<String> found = new ArrayList<>(List.of(left.iterator().next()));
            left.remove(found.get(0));
            for (int i = 0; i < found.size(); i++) {
                Person person = known(people, found.get(i));
                List<String> more = left.stream()
                        .filter(id -> known(people, id).matches(person))
                        .toList();
                found.addAll(more);
                left.removeAll(more);
            }
            components.add(new TreeSet<>(found));
        }
        return components;
    }

    private static Person known(Map<String, Person> people, String id) {
        return Objects.requireNonNull(people.get(id));
    }
}
