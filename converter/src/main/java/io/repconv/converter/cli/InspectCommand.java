package io.repconv.converter.cli;

import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.ReadOptions;
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
    return "MODEL | --arch NAME [OPTION]...";
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
    Folded folded = model(arguments).fold();
    if (arguments.has("json")) {
      terminal.out().println(Json.text(InspectJson.of(folded)));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(InspectText.of(folded, terminal.columns(), terminal.color()));
    }
    return ExitStatus.DONE;
  }

  /** The file that is named, or the architecture where none is. */
  private static Model model(Arguments arguments) {
    ReadOptions options = ModelOptions.of(arguments);
    return arguments.positional().isEmpty() && options.architecture().isPresent()
        ? Model.initial(options.architecture().get(), options)
        : Model.read(ModelOptions.model(arguments), options);
  }
}
