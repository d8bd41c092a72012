package io.repconv.converter.cli;

import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.report.InspectJson;
import io.repconv.converter.report.InspectText;
import io.repconv.converter.report.Json;
import io.repconv.graph.ExitStatus;
import java.util.Set;
import org.apache.commons.cli.Options;

/** Shows what is in a model and what of it folds, without writing anything. */
final class InspectCommand implements Command {
  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String synopsis() {
    return "MODEL [OPTION]...";
  }

  @Override
  public String summary() {
    return "Shows what is in a model, what folds and what that saves, and why the rest does not.";
  }

  @Override
  public Options options() {
    return ModelOptions.options();
  }

  @Override
  public Set<String> repeatable() {
    return ModelOptions.REPEATABLE;
  }

  @Override
  public ExitStatus run(Arguments arguments, Terminal terminal) {
    Folded folded = Model.read(ModelOptions.model(arguments), ModelOptions.of(arguments)).fold();
    if (arguments.has("json")) {
      terminal.out().println(Json.text(InspectJson.of(folded)));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(InspectText.of(folded, terminal.columns(), terminal.color()));
    }
    return ExitStatus.DONE;
  }
}
