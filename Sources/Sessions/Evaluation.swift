import Columns
import Execution
import Language
import Planning
import Presentation
import Texts

/// One pipeline on its way through a session.
struct Evaluation {
  var session: Session
  var reply: Reply
  private let text: String
  /// The name under which a plan scans the previous result: no table can have it.
  private static let previousName = "|"
  /// The table so far, where the rest of a line can be planned only on what it holds.
  private var tableSoFar: Table?
  private static let soFarName = "|>"

  init(_ session: Session, _ reply: Reply, text: String) {
    self.session = session
    self.reply = reply
    self.text = text
  }

  /// Leaves what happened in `session` and `reply`.
  mutating func run(
    _ pipeline: Pipeline, keptAs name: Identifier?, isCancelled: () -> Bool
  ) {
    do {
      var stages = pipeline.stages[...]
      var source = pipeline.source
      if let request = try loadRequest(stages.first) {
        let loaded = try load(request, isCancelled: isCancelled)
        stages = stages.dropFirst()
        source = .named(Identifier(loaded, at: request.pathRange))
      }
      try answer(Array(stages), from: source, keptAs: name, isCancelled: isCancelled)
    } catch {
      switch error {
      case .wrong(let diagnostic): reply.errors.append(diagnostic)
      case .cancelled: reply.isCancelled = true
      }
      reply.blocks = []
    }
  }

  private func loadRequest(_ stage: Stage?) throws(EvaluationFailure) -> LoadRequest? {
    guard let stage, stage.verbName == "load" else { return nil }
    let context = LoweringContext(
      input: nil, settings: session.settings, parameters: session.parameters)
    return try planned([stage], in: context).load
  }

  private mutating func answer(
    _ stages: [Stage], from source: Pipeline.Source, keptAs name: Identifier?,
    isCancelled: () -> Bool
  ) throws(EvaluationFailure) {
    if stages.isEmpty, case .named(let table) = source, reply.blocks.isEmpty, name == nil {
      try show(table)
      return
    }
    guard !stages.isEmpty || name != nil else { return }
    var context = LoweringContext(
      input: try input(source, for: stages.first), settings: session.settings,
      parameters: session.parameters, table: otherTables)
    var planned = try planned(stages, in: context)
    reply.warnings += planned.warnings
    if let action = planned.session {
      try perform(action, keptAs: name)
      return
    }
    while !planned.rest.isEmpty, let plan = planned.plan {
      let last = stages[stages.count - planned.rest.count - 1]
      let table = try execute(plan, at: last.range, isCancelled: isCancelled)
      tableSoFar = table
      context.input = input(Evaluation.soFarName, table)
      planned = try self.planned(planned.rest, in: context)
      reply.warnings += planned.warnings
    }
    guard let plan = planned.plan ?? context.input?.plan else { return }
    let table = try execute(plan, at: stages.last?.range, isCancelled: isCancelled)
      .following(tableSoFar, by: plan)
    if let name {
      keep(table, as: name)
    } else if case .expect = plan.operation, planned.presentation.isEmpty {
      reply.blocks.append(.status(table.asExpected))
    } else {
      try present(table, planned.presentation)
    }
    session.previous = table
  }

  /// The tables that a stage may name beside the one that it reads.
  private var otherTables: LoweringContext.TableLookUp {
    let evaluation = self
    return { (name: Identifier) throws(Diagnostic) -> PlanInput in
      let tables = evaluation.session.tables
      if let known = tables.name(matching: name.text),
        let input = evaluation.input(known, nil)
      {
        return input
      }
      throw Diagnostic(
        code: "unknown-table", at: name.range, "there is no table '\(name.text)'",
        hint: suggestion(for: name.text, among: tables.names).map { "did you mean '\($0)'?" },
        help: tables.names.isEmpty
          ? "load its file first:  load FILE.csv"
          : "the tables are " + tables.names.map(quotedIfNeeded).joined(separator: ", "))
    }
  }

  /// What a pipeline would do; nothing is read or computed.
  func planned(
    _ pipeline: Pipeline, text: String
  ) throws(EvaluationFailure) -> PlannedPipeline {
    if let first = pipeline.stages.first, first.verbName == "load" {
      return try planned(
        [first],
        in: LoweringContext(
          input: nil, settings: session.settings, parameters: session.parameters))
    }
    let context = LoweringContext(
      input: try input(pipeline.source, for: pipeline.stages.first), settings: session.settings,
      parameters: session.parameters, table: otherTables)
    do {
      return try PipelinePlanner(lexicon: session.lexicon, text: text)
        .plan(pipeline.stages, in: context)
    } catch {
      throw .wrong(error)
    }
  }

  private func planned(
    _ stages: [Stage], in context: LoweringContext
  ) throws(EvaluationFailure) -> PlannedPipeline {
    do {
      return try PipelinePlanner(lexicon: session.lexicon, text: text).plan(stages, in: context)
    } catch {
      throw .wrong(error)
    }
  }

  private func execute(
    _ plan: Plan, at range: SourceRange?, isCancelled: () -> Bool
  ) throws(EvaluationFailure) -> Table {
    let (session, tableSoFar) = (session, tableSoFar)
    let input = tableSoFar ?? session.current.flatMap { session.tables[$0] } ?? session.previous
    session.gauge?.computes(rows: input?.rowCount ?? 0)
    do {
      return try session.executor.execute(
        plan,
        table: { name in
          switch name {
          case Evaluation.previousName: session.previous
          case Evaluation.soFarName: tableSoFar
          default: session.tables[name]
          }
        }, isCancelled: isCancelled)
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .impossible(let message, let help):
        throw .wrong(Diagnostic(code: "impossible", at: range, message, help: help))
      case .unmet(let message, let range, let hint, let help):
        throw .wrong(Diagnostic(code: "unmet", at: range, message, hint: hint, help: help))
      }
    }
  }

  // MARK: - Where a line starts

  private func input(
    _ source: Pipeline.Source, for stage: Stage?
  ) throws(EvaluationFailure) -> PlanInput? {
    switch source {
    case .previous(let bar):
      guard let previous = session.previous else {
        throw .wrong(
          Diagnostic(
            code: "no-previous", at: bar, "there is no result yet to go on from",
            help: "begin the line with a verb:  churn by year"))
      }
      return input(Evaluation.previousName, previous)
    case .named(let name): return input(try tableName(name), nil)
    case .current:
      if let stage, readsPrevious(stage), let previous = session.previous {
        return input(Evaluation.previousName, previous)
      }
      return session.current.flatMap { input($0, nil) }
    }
  }

  private func readsPrevious(_ stage: Stage) -> Bool {
    session.lexicon.verb(named: stage.verbName)?.readsPreviousResult ?? false
  }

  private func input(_ name: String, _ given: Table?) -> PlanInput? {
    guard let table = given ?? session.tables[name] else { return nil }
    let plan = Plan(
      .scan(name), schema: table.schema, title: table.about.title, shape: table.about.shape)
    return PlanInput(plan: plan, asOf: session.settings.asOf ?? table.about.asOf) { column in
      guard case .words(let words)? = table.column(column)?.storage else { return [] }
      return Array(words.dictionary)
    }
  }

  private func tableName(_ name: Identifier) throws(EvaluationFailure) -> String {
    if let known = session.tables.name(matching: name.text) { return known }
    var diagnostic = unknownTable(
      name, tables: session.tables.names, grammar: session.grammar)
    if diagnostic.hint == nil, diagnostic.help == nil {
      diagnostic.help =
        session.tables.names.isEmpty
        ? "start with  load FILE.csv"
        : "the tables are " + session.tables.names.joined(separator: ", ")
    }
    throw .wrong(diagnostic)
  }

  // MARK: - What a line leaves

  private mutating func keep(_ table: Table, as name: Identifier) {
    var kept = table
    kept.about.title = name.text
    session.tables[name.text] = kept
    session.revision += 1
    reply.blocks.append(.status("\(name.text): \(table.sizeInWords)"))
  }

  private mutating func show(_ name: Identifier) throws(EvaluationFailure) {
    guard let table = session.tables[try tableName(name)] else { return }
    session.previous = table
    reply.blocks.append(.table(session.masked(table), limit: .usual))
  }

  private mutating func present(
    _ table: Table, _ steps: [PresentationStep]
  ) throws(EvaluationFailure) {
    session.picture = nil
    let table = session.masked(table)
    if steps.isEmpty { reply.blocks.append(.table(table, limit: .usual)) }
    for step in steps {
      switch step {
      case .show(let limit):
        reply.blocks.append(.table(table, limit: limit.map { .rows($0) } ?? .all))
      case .how(let range):
        guard let working = table.about.working else {
          throw .wrong(
            Diagnostic(
              code: "no-working", at: range, "these rows have no formula to explain",
              help: "how explains a figure:  churn by year | how"))
        }
        reply.blocks.append(.working(working))
      case .plot(let kind, let range):
        do {
          let chart = try Chart(table: table, kind: kind.flatMap(ChartKind.init(rawValue:)))
          session.picture = chart
          reply.blocks.append(.chart(chart, of: table))
        } catch {
          throw .wrong(
            Diagnostic(code: "no-picture", at: range, error.message, help: error.hint))
        }
      }
    }
  }
}

/// Why a pipeline has no answer.
enum EvaluationFailure: Error {
  case wrong(Diagnostic)
  case cancelled
}

extension Table {
  /// The result of a line's second half: the title of the first half comes first.
  fileprivate func following(_ before: Table?, by plan: Plan) -> Table {
    guard let before else { return self }
    if case .scan = plan.operation { return self }
    var table = self
    table.about.title = "\(before.about.title) | \(about.title)"
    return table
  }

  /// What an expectation that holds says.
  fileprivate var asExpected: String {
    switch rowCount {
    case 0: "as expected: there are no rows"
    case 1: "as expected: the row matches"
    default: "as expected: all \(grouped(rowCount)) rows match"
    }
  }

  /// `212 rows, 10 columns`
  package var sizeInWords: String {
    let rows = rowCount == 1 ? "1 row" : "\(grouped(rowCount)) rows"
    return rows + ", " + (columns.count == 1 ? "1 column" : "\(grouped(columns.count)) columns")
  }
}
