import Columns
package import Language

/// The verbs of the language.
package struct Lexicon: Sendable {
  package let verbs: [any Verb]
  package let grammar: Grammar

  package init(_ verbs: [any Verb]) {
    self.verbs = verbs
    grammar = Grammar(verbs.map(\.syntax))
  }

  /// The verb of this name in the grammar.
  package func verb(named name: String) -> (any Verb)? {
    verbs.first { $0.syntax.name == name }
  }
}

/// What a line does, after all its stages are checked.
package struct PlannedPipeline: Sendable {
  /// The file to read first; then the rest of the line is planned on what it holds.
  package var load: LoadRequest?
  /// The table to compute; nil where the line only loads or changes the session.
  package var plan: Plan?
  package var session: SessionAction?
  /// How to show the table, in order; empty for the table itself.
  package var presentation: [PresentationStep] = []
  /// Stages that can be planned only when `plan` is computed: what columns a pivot makes, the data
  /// tell.
  package var rest: [Stage] = []
  package var warnings: [Diagnostic] = []
}

/// Lowers stages one after the other, each reading what the one before makes.
package struct PipelinePlanner {
  private let lexicon: Lexicon
  private let text: String

  /// `text` is the source of the statement, for titles.
  package init(lexicon: Lexicon, text: String) {
    self.lexicon = lexicon
    self.text = text
  }

  /// The plan of these stages. Throws the first error: what follows it cannot be judged.
  package func plan(
    _ stages: [Stage], in context: LoweringContext
  ) throws(Diagnostic) -> PlannedPipeline {
    var context = context
    var result = PlannedPipeline()
    var titles: [String] = []
    for (index, stage) in stages.enumerated() {
      guard let verb = lexicon.verb(named: stage.verbName) else {
        preconditionFailure("the parser knows a verb that the lexicon does not: \(stage.verbName)")
      }
      let step = try verb.lower(stage, in: &context)
      try requirePlace(of: step, stage, at: index, of: stages.count, after: result)
      switch step {
      case .load(let request): result.load = request
      case .session(let action): result.session = action
      case .presentation(let step):
        result.presentation.append(step)
        if result.plan == nil { result.plan = context.input?.plan }
      case .table(var plan):
        titles.append(title(of: stage))
        plan.title = titles.joined(separator: " | ")
        result.plan = plan
        context.input?.plan = plan
        if plan.operation.makesColumnsOfData, index + 1 < stages.count {
          result.rest = Array(stages[(index + 1)...])
          result.warnings = context.warnings
          return result
        }
      }
    }
    result.warnings = context.warnings
    return result
  }

  private func requirePlace(
    of step: Step, _ stage: Stage, at index: Int, of count: Int, after result: PlannedPipeline
  ) throws(Diagnostic) {
    switch step {
    case .load where index > 0:
      throw Diagnostic(
        code: "load-inside", at: stage.verb.range, "load makes a table and must come first",
        help: "write  load FILE.csv | filter ...")
    case .session where count > 1:
      throw Diagnostic(
        code: "session-inside", at: stage.verb.range,
        "'\(stage.verbName)' is about the session and stands on a line of its own",
        help: index == 0 ? "give the rest on the next line" : "give it on the next line")
    case .table where !result.presentation.isEmpty:
      throw Diagnostic(
        code: "after-picture", at: stage.verb.range,
        "nothing can be computed after plot, show or how",
        help: "put '\(stage.verbName)' before it")
    default: break
    }
  }

  private func title(of stage: Stage) -> String {
    let bytes = Array(text.utf8)[stage.range.lowerBound..<stage.range.upperBound]
    return String(decoding: bytes, as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
