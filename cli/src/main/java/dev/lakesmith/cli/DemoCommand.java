package dev.lakesmith.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts the example project into a folder of the user's. */
@Command(
        name = "demo",
        description = "Copy an example project, a small shop, to a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith demo                 in ./shop-demo",
            "  lakesmith demo /tmp/shop       in a folder of your choice, which must be empty or an earlier demo"
        })
final class DemoCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "Where to put it. Default: ./shop-demo.")
    private Path folder = Path.of("shop-demo");

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        Path target = parent.options().project().resolve(folder).normalize();
        new DemoFolder(target).fill();
        PrintStream out = parent.console().out();
        out.println("The demo is in " + parent.console().palette().bold(target.toString()));
    }
}
