import ArgumentParser
import Language
import Presentation
import Sessions
import Terminal

extension OutputFormat: ExpressibleByArgument {}
extension ColorOption: ExpressibleByArgument {}

/// How results are printed.
struct OutputFlags: ParsableArguments {
  @Option(
    help: "How tables are printed: box, plain, markdown, csv, json, json-full or jsonl.")
  var format: OutputFormat?

  @Flag(help: "The same as --format csv.")
  var csv = false

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(help: "Colours: auto, always or never.")
  var color = ColorOption.auto

  @Option(name: .customLong("max-rows"), help: "Rows shown of a table; all of them in batch.")
  var maximumRows: Int?

  func validate() throws {
    let chosen = [format != nil, csv, json].filter { $0 }.count
    guard chosen <= 1 else { throw ValidationError("choose one of --format, --csv and --json") }
    if let maximumRows, maximumRows < 0 {
      throw ValidationError("--max-rows takes a number from 0 up")
    }
  }

  /// On a terminal boxes that fit its window and 40 rows; elsewhere plain tables with all rows.
  func style(settingsRows: Int = 40) -> ReplyStyle {
    let environment = processEnvironment()
    let isTerminal = TerminalInfo.isTerminal(1)
    let chosen = csv ? .csv : json ? .json : format
    var options = RenderingOptions.canonical
    options.cutsTexts = isTerminal
    if isTerminal { options.width = TerminalInfo.windowSize(environment: environment).columns }
    options.maximumRows = maximumRows ?? (isTerminal ? settingsRows : nil)
    options.usesColor = TerminalInfo.colorIsWanted(
      option: color, environment: environment, isTerminal: isTerminal)
    options.usesUnicode = TerminalInfo.supportsUnicode(environment: environment)
    return ReplyStyle(
      format: chosen ?? (isTerminal ? .box : .plain), options: options,
      keepsRemarksWithResults: false)
  }
}

/// The values of a notebook's parameters.
struct ParameterFlags: ParsableArguments {
  @Option(name: .customLong("param"), help: "A parameter, as NAME=VALUE; repeatable.")
  var parameters: [String] = []

  func validate() throws { _ = try values() }

  func values() throws -> [String: Literal] {
    var values: [String: Literal] = [:]
    for text in parameters {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("--param takes NAME=VALUE, and this is '\(text)'")
      }
      values[String(text[..<sign])] = Literal(written: String(text[text.index(after: sign)...]))
    }
    return values
  }
}

/// What a replay may be told.
struct ReplayFlags: ParsableArguments {
  @OptionGroup var parameters: ParameterFlags

  @Option(
    name: .customLong("data"),
    help: "A file to read in place of another, as NAME=FILE; repeatable.")
  var standIns: [String] = []

  @Flag(
    name: .customLong("allow-outside"),
    help: "Let the notebook read files outside its folder and the working one.")
  var allowsOutside = false

  func validate() throws { _ = try choices() }

  func choices() throws -> ReplayChoices {
    var choices = ReplayChoices()
    choices.parameters = try parameters.values()
    choices.allowsOutside = allowsOutside
    for text in standIns {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("--data takes NAME=FILE, and this is '\(text)'")
      }
      choices.standIns[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
    return choices
  }
}
