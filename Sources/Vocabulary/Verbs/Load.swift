import Columns
package import Language
package import Planning
import Samples
import Texts

/// Reads a file, guesses what its columns mean, and says what it guessed.
package struct Load: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "load", argument: .path, requiresArgument: true, clauses: [.with],
    optionWords: ["sheet", "columns"], example: "load gym.csv", summary: "reads a file of clients")

  package let page = VerbPage(
    synopsis:
      "load FILE [sheet NAME] [columns NAMES] | load FOLDER/*.csv | load sample NAME [with OPTION = VALUE, ...]",
    lesson: "Separator, encoding, types, date order and roles are inferred from the whole file and "
      + "reported; each guess can be corrected with an option. Any role can be given too: "
      + "with start = signup, end = \"Data disdetta\". A file without a header takes its names "
      + "from the line: with names = \"customer, date, amount\". A file may be text with separators, "
      + "an Excel workbook (.xlsx; the first sheet in sight, or sheet \"Mancati rinnovi\"), or "
      + "JSON: an object a line, or a list of objects. Several files with the same columns, a folder "
      + "or a pattern such as sales/*.csv, become one table with the column file. In batch, load - "
      + "reads standard input. Samples are made by the program "
      + "and read like a file: "
      + Sample.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
      + ". What was planted in them has a strength, 1 as usual, 0 for absent: "
      + "with size = 500, seed = 7, haemorrhage = 0.",
    options: fileOptions + Load.sampleOptions(besides: fileOptions),
    examples: [
      .init(
        "load datasets/canadian_senators.csv",
        shows: "columns, types, roles and what was guessed"),
      .init(
        "load datasets/canadian_senators.csv with reason = Name | count",
        shows: "a role given by hand, and the rest of the line goes on from the rows"),
      .init(
        "load datasets/cdnow_sample.txt with separator = blanks, "
          + "names = \"customer, sample, date, quantity, amount\"",
        shows: "purchases, aligned with blanks, without a header"),
      .init(
        "load datasets/registro.xlsx sheet \"Mancati rinnovi\" | renewals by year",
        shows: "a sheet of an Excel workbook, where small firms keep their register"),
      .init("load sample gym", shows: "an Italian gym, as Excel would save it"),
      .init(
        "load sample shop with size = 300, campaign = 0 | count",
        shows: "a smaller shop without its discount campaign"),
    ])

  private static let formOptions = [
    OptionDeclaration(
      "separator", .text, "what stands between cells: comma, semicolon, tab, bar, blanks, \"#\""),
    OptionDeclaration(
      "quote", .text, "what stands around texts that hold separators: quotes or apostrophe"),
    OptionDeclaration("decimal", .word([".", ","]), "the decimal sign"),
    OptionDeclaration(
      "negatives", .word(["minus", "accounting"]),
      "how numbers below zero are written: -1.50 alone, or (1.50) and 1.50- too"),
    OptionDeclaration("dates", .word(["ymd", "dmy", "mdy"]), "the order of day, month and year"),
    OptionDeclaration(
      "months", .word(["dates", "text"]),
      "what becomes of a column of months (2024-03, Mar-24, 202403): their first days, or text"),
    OptionDeclaration(
      "encoding", .word(["utf-8", "utf-16", "windows-1252", "iso-8859-15"]),
      "how letters are stored"),
    OptionDeclaration("header", .boolean, "whether the first row holds names"),
    OptionDeclaration(
      "columns", .text, "the columns to keep, where not all are needed: \"id, end\""),
    OptionDeclaration(
      "sheet", .text, "the sheet of an Excel workbook; else the first that holds anything"),
    OptionDeclaration("names", .text, "the columns' names, where the file has none: \"id, date\""),
  ]

  private static let fileOptions =
    formOptions
    + Role.allCases.map {
      OptionDeclaration($0.rawValue, .column, "the column in the role '\($0.rawValue)'")
    }

  /// The options of all samples, each once.
  private static func sampleOptions(besides others: [OptionDeclaration]) -> [OptionDeclaration] {
    var options: [OptionDeclaration] = []
    for option in Sample.all.flatMap(\.options)
    where !(others + options).contains(where: { $0.name == option.name }) {
      options.append(OptionDeclaration(option))
    }
    return options
  }

  package func effect(of stage: Stage) -> SessionEffect { .loadsDataset }

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    switch stage.argument {
    case .path(let path, let range)?:
      let request = LoadRequest(path: path, pathRange: range, roles: [], options: [])
      return .load(try completed(request, from: stage, [], context))
    case .sample(let name)?:
      guard let sample = Sample.named(name.text) else { throw unknownSample(name) }
      var request = LoadRequest(
        path: "sample \(sample.name)", pathRange: name.range, roles: [], options: [])
      request.sample = sample.name
      let options = sample.options.map { OptionDeclaration($0) }
      return .load(try completed(request, from: stage, options, context))
    default:
      throw Diagnostic(
        code: "missing-path", at: stage.verb.range, "load needs a file", help: syntax.example)
    }
  }

  /// The request with its options sorted into roles, those of the sample and those of the file.
  private func completed(
    _ request: LoadRequest, from stage: Stage, _ ofSample: [OptionDeclaration],
    _ context: LoweringContext
  ) throws(Diagnostic) -> LoadRequest {
    let ofFile = Load.fileOptions.filter { option in
      !ofSample.contains { $0.name == option.name }
    }
    let values = try stage.options(ofSample + ofFile, context.parameters)
    var request = request
    guard case .with(let assignments, _)? = stage.clause(.with) else { return request }
    for assignment in assignments {
      guard let name = assignment.name?.text.lowercased(), let value = values[name] else {
        continue
      }
      let option = LoadRequest.NamedOption(name, value, at: assignment.value.range)
      if ofSample.contains(where: { $0.name == name }) {
        request.sampleOptions.append(option)
      } else if let role = Role(rawValue: name), case .text(let column) = value {
        request.roles.append(
          RoleAssignment(role: role, column: Identifier(column, at: option.range)))
      } else {
        request.options.append(option)
      }
    }
    return request
  }

  private func unknownSample(_ name: Identifier) -> Diagnostic {
    let names = Sample.all.map(\.name)
    return Diagnostic(
      code: "unknown-sample", at: name.range, "there is no sample '\(name.text)'",
      hint: suggestion(for: name.text, among: names).map { "did you mean '\($0)'?" },
      help: "the samples are " + names.joined(separator: ", "))
  }
}

extension OptionDeclaration {
  fileprivate init(_ option: SampleOption) {
    let kind: OptionKind =
      switch option.kind {
      case .whole(let range): .number(Double(range.lowerBound)...Double(range.upperBound))
      case .strength: .number(0...5)
      case .word(let words): .word(words)
      }
    self.init(option.name, kind, option.summary)
  }
}
