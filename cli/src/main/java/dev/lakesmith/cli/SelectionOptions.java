package dev.lakesmith.cli;

import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to work on; shared by plan and run. */
final class SelectionOptions {

    @Option(
            names = {"-s", "--select"},
            paramLabel = "SELECTOR",
            split = ",",
            description = {
                "Only these tables: silver.customers, customers, silver.*, tag:NAME, source:NAME;",
                "+ before it adds what it reads, + after it what reads it."
            })
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--full-refresh", description = "Make the selected tables anew, from landing on.")
    private boolean fullRefresh;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    Map<String, String> variables() {
        return variables;
    }

    RunOptions options(RunOptions.Start start, RunOptions.Shrink shrink) {
        return new RunOptions(selectors, fullRefresh ? Refresh.FULL : Refresh.WHERE_NEEDED, start, shrink);
    }
}
