package dev.lakesmith.cli;

import dev.lakesmith.core.crawl.Crawl;
import java.util.HashMap;
import java.util.Map;

/** Shows on a terminal what a crawl looks at; elsewhere nothing but the result is printed. */
final class CrawlDisplay implements Crawl.Watcher {

    private final boolean shown;
    private final LiveProgress progress;
    private final Map<String, LiveProgress.Step> running = new HashMap<>();

    CrawlDisplay(Console console, LiveProgress progress) {
        this.shown = console.isTerminal();
        this.progress = progress;
    }

    @Override
    public void looking(String what) {
        if (shown) {
            running.put(what, progress.begin("look at " + what));
        }
    }

    @Override
    public void looked(String what, String found) {
        LiveProgress.Step step = running.remove(what);
        if (step != null) {
            step.done(found);
        }
    }
}
