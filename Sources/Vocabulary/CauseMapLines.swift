import Columns
import Language
import Planning
import Texts

extension Reasons {
  /// What `reasons map ...` does to the session; nil where it shows the map for the data.
  func mapAction(
    _ stage: Stage, _ context: LoweringContext
  ) throws(Diagnostic) -> SessionAction? {
    guard case .assignments(let written)? = stage.argument, let first = written.first else {
      return nil
    }
    guard let (rest, path) = afterMap(written) else {
      throw Diagnostic(
        code: "reasons-argument", at: first.value.range,
        "after reasons stands  map  or a clause, such as  by, in, top or using",
        hint: suggestion(for: format(first.value), among: ["map"]).map { "did you mean '\($0)'?" },
        help: "reasons in 2024,  or  reasons map")
    }
    if let path { return .loadCauses(path: path.text, path.range) }
    if !rest.isEmpty { return .addCauses(try rules(rest, stage)) }
    let method = try stage.method(among: page.methods)
    return context.input == nil || method == "file" ? .showCauses : nil
  }

  /// The entries after `map`, or the file that it names; nil where the line does not say `map`.
  private func afterMap(
    _ written: [Assignment]
  ) -> (rest: ArraySlice<Assignment>, path: Identifier?)? {
    let first = written[0]
    if let name = first.name, name.text.lowercased() == "map", written.count == 1 {
      switch first.value {
      case .literal(.text(let path), let range): return ([], Identifier(path, at: range))
      case .name(let path): return ([], path)
      default: return nil
      }
    }
    guard first.name == nil, case .name(let word) = first.value, word.text.lowercased() == "map"
    else { return nil }
    return (written.dropFirst(), nil)
  }

  /// `"moroso" = target, wanted = yes`: what says whether a loss is wanted holds for the words
  /// before it.
  private func rules(
    _ entries: ArraySlice<Assignment>, _ stage: Stage
  ) throws(Diagnostic) -> [CauseMap.Rule] {
    var rules: [CauseMap.Rule] = []
    for entry in entries {
      guard let name = entry.name else {
        throw Diagnostic(
          code: "map-entry", at: entry.value.range, "an entry of the map is  \"WORDS\" = CAUSE",
          help: "reasons map \"troppo caro\" = price")
      }
      if !name.isQuoted, name.text.lowercased() == "wanted" {
        guard !rules.isEmpty else {
          throw Diagnostic(
            code: "map-entry", at: name.range, "wanted stands after the words that it is about",
            help: "reasons map \"moroso\" = target, wanted = yes")
        }
        let value = try OptionKind.boolean.value(
          of: entry.value, option: "wanted", parameters: [:])
        rules[rules.count - 1].isWanted = value == .boolean(true)
      } else {
        rules.append(
          CauseMap.Rule(try cause(entry.value), wanted: false, words: [try words(name)]))
      }
    }
    return rules
  }

  private func words(_ name: Identifier) throws(Diagnostic) -> String {
    guard !CauseMap.tokens(name.text).isEmpty else {
      throw Diagnostic(
        code: "map-entry", at: name.range, "these words have no letter or digit to look for")
    }
    return name.text
  }

  private func cause(_ value: Expression) throws(Diagnostic) -> Cause {
    let word: String =
      switch value {
      case .name(let name): name.text
      case .literal(.text(let text), _): text
      default: format(value)
      }
    if let cause = Cause(rawValue: word.lowercased()) { return cause }
    let causes = Cause.allCases.map(\.rawValue)
    throw Diagnostic(
      code: "unknown-cause", at: value.range, "there is no cause '\(word)'",
      hint: suggestion(for: word, among: causes).map { "did you mean '\($0)'?" },
      help: "the causes are " + causes.joined(separator: ", "))
  }
}

extension Stage {
  /// The money per month of clients; nil with a remark where nobody said what an amount pays for,
  /// and nil alone where no column is the amount.
  func moneyIfKnown(
    _ schema: Schema, _ options: [String: OptionValue], _ settings: Settings
  ) throws(Diagnostic) -> (MonthlyMoney?, String?) {
    guard let column = schema.index(of: .amount), schema.fields[column].type.isNumeric,
      schema.kind == .clients
    else { return (nil, nil) }
    do {
      return (try monthlyMoney(schema, options, settings), nil)
    } catch {
      guard error.code == "amount-per" || error.code == "missing-term", options["per"] == nil
      else { throw error }
      let name = quotedIfNeeded(schema.fields[column].name)
      return (
        nil,
        "no money: nobody said what \(name) pays for, a month or a year:  "
          + "\(verbName) with per = month,  or for all lines  set amount_per = month"
      )
    }
  }
}
