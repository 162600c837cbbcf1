package dev.lakesmith.core.project;

import java.util.Optional;

/** Declares one key of every kind. */
final class SampleConnector {

    static final ConnectorSpec SPEC = new ConnectorSpec(
            "files",
            ObjectSpec.of(
                    "files source",
                    Field.text("root").orElse(".").describedAs("Where relative paths start."),
                    Field.text("password").secret().describedAs("Opens the door."),
                    Field.duration("timeout").orElse("30s").describedAs("How long to wait."),
                    Field.object(
                            "login",
                            ObjectSpec.of(
                                    "login",
                                    Field.text("user").required(),
                                    Field.text("password").secret())),
                    Field.map("headers", "header name", new ValueType.Text(TextRule.ANY))),
            ObjectSpec.of(
                    "files stream",
                    Field.textOrTexts("path")
                            .required()
                            .describedAs("Which files.")
                            .example("./in/*.csv"),
                    Field.duration("min_age").orElse("0s").describedAs("Younger files are held back."),
                    Field.memory("largest").describedAs("Larger files are refused."),
                    Field.number("depth", 0, 9).orElse("3").describedAs("How many folders deep."),
                    Field.yesNo("hidden").orElse("false").describedAs("Whether hidden files count."),
                    Field.objects(
                            "steps",
                            ObjectSpec.of(
                                    "step", Field.word("do", "skip", "take").required()))),
            Optional.empty());

    private SampleConnector() {}
}
