package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages lead to files and headings that exist. */
final class DocumentationLinksTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."))
            .toAbsolutePath()
            .normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?)(?: +#+)?");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void every_link_of_the_pages_leads_somewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(30).contains(ROOT.resolve("README.md"));
        for (Path page : pages) {
            broken.addAll(broken(page, ROOT));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void what_leads_nowhere_is_told_with_its_line() throws IOException {
        Files.writeString(folder.resolve("other.md"), "# A `key's` name, twice\n\n# A `key's` name, twice\n");
        Path page = Files.writeString(folder.resolve("page.md"), """
                [good](other.md#a-keys-name-twice-1) [good](https://example.com/x) [good](#top-of-the-page)
                # Top of the page
                [bad](nowhere.md) and [bad](other.md#a-key's-name)
                ```
                [code](nowhere.md)
                ```
                `[code](nowhere.md)` [bad](#bottom)
                """);

        assertThat(broken(page, folder))
                .containsExactly(
                        "page.md:3: nowhere.md is no file",
                        "page.md:3: other.md#a-key's-name is no heading",
                        "page.md:7: #bottom is no heading");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path place : List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("examples"))) {
            try (Stream<Path> files = Files.walk(place, place.equals(ROOT) ? 1 : 4)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> broken(Path page, Path root) throws IOException {
        List<String> broken = new ArrayList<>();
        List<String> lines = withoutCode(page);
        for (int i = 0; i < lines.size(); i++) {
            String line = CODE.matcher(lines.get(i)).replaceAll("");
            for (MatchResult link : LINK.matcher(line).results().toList()) {
                String target = link.group(1);
                String place = root.relativize(page) + ":" + (i + 1) + ": " + target;
                if (target.matches("[a-z]+:.*")) {
                    continue;
                }
                int hash = target.indexOf('#');
                String name = hash < 0 ? target : target.substring(0, hash);
                Path file = name.isEmpty() ? page : page.resolveSibling(name).normalize();
                if (!Files.exists(file)) {
                    broken.add(place + " is no file");
                } else if (hash >= 0 && !anchors(file).contains(target.substring(hash + 1))) {
                    broken.add(place + " is no heading");
                }
            }
        }
        return broken;
    }

    /** As GitHub makes them: lower case, spaces as dashes, without punctuation, numbered when they repeat. */
    private static Set<String> anchors(Path file) throws IOException {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : withoutCode(file)) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                String text = LINKED_TEXT.matcher(heading.group(1)).replaceAll("$1");
                String anchor = text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** The lines of code blocks are empty. */
    private static List<String> withoutCode(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            boolean fence = line.stripLeading().startsWith("```");
            lines.add(code || fence ? "" : line);
            code ^= fence;
        }
        return lines;
    }
}
