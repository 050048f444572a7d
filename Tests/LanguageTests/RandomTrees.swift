import Calendars
import Language
import TestSupport

private let nowhere = SourceRange(0, 0)

/// Random syntax trees of the kind that the parser makes.
struct RandomTrees {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func statement() -> Statement {
    if random.chance(0.04) { return explanation() }
    let name = random.chance(0.30) ? tableName() : nil
    var pipeline = Pipeline(source: .current, stages: [])
    for _ in 0...random.number(below: 3) { pipeline.stages.append(stage()) }
    switch random.number(below: 4) {
    case 0: pipeline.source = .previous(nowhere)
    case 1:
      pipeline.source = .named(tableName())
      if random.chance(0.20) { pipeline.stages = [] }
    default: break
    }
    return .pipeline(pipeline, keptAs: name)
  }

  /// A verb that takes a whole line, here the text of another statement.
  private mutating func explanation() -> Statement {
    let verb = Identifier("explain", at: nowhere)
    let argument = Argument.line(format(statement()), nowhere)
    let stage = Stage(
      verb: verb, verbName: "explain", argument: argument, clauses: [], range: nowhere)
    return .pipeline(Pipeline(source: .current, stages: [stage]), keptAs: nil)
  }

  // MARK: Stages

  private static let stageVerbs = smallGrammar.verbs.filter { $0.argument != .line }

  mutating func stage() -> Stage {
    let verb = random.pick(RandomTrees.stageVerbs)
    var clauses: [Clause] = []
    for kind in verb.clauses.shuffled(using: &random) where random.chance(0.40) {
      clauses.append(clause(kind))
    }
    var argument: Argument?
    if verb.requiresArgument || random.chance(0.60) {
      argument = self.argument(verb.argument)
    }
    if case .aggregates? = argument, !clauses.contains(where: { $0.kind == .by }) {
      clauses.append(clause(.by))
    }
    return Stage(
      verb: Identifier(verb.name, at: nowhere), verbName: verb.name, argument: argument,
      clauses: clauses, range: nowhere)
  }

  private mutating func argument(_ shape: ArgumentShape) -> Argument? {
    switch shape {
    case .nothing: nil
    case .condition: .condition(expression(4))
    case .names: .names(several { $0.columnName() })
    case .assignments: .assignments(several { $0.assignment() })
    case .aggregates: .aggregates(several { $0.assignment() })
    case .sortKeys:
      .sortKeys(
        several { SortKey(value: $0.columnExpression(), isDescending: $0.random.chance(0.50)) })
    case .count: .count(random.number(below: 1000), nowhere)
    case .duration: .duration(duration(), nowhere)
    case .path: .path(path(), nowhere)
    case .word: .word(columnName())
    case .countOrWord:
      random.chance(0.50) ? .count(random.number(below: 1000), nowhere) : .word(columnName())
    case .line: .line("churn", nowhere)
    }
  }

  private mutating func clause(_ kind: ClauseKind) -> Clause {
    switch kind {
    case .by:
      .by(
        several { Assignment(name: $0.maybeName(), value: $0.columnExpression()) }, nowhere)
    case .on:
      .on(
        several { Assignment(name: $0.maybeName(), value: $0.columnExpression()) }, nowhere)
    case .per: .per(Identifier(random.pick(["day", "month", "year"]), at: nowhere), nowhere)
    case .of: .of(columnExpression(), nowhere)
    case .inPeriod: .inPeriod(period(), nowhere)
    case .versus: .versus(period(), nowhere)
    case .asOf: .asOf(period(), nowhere)
    case .at: .at(several { $0.duration() }, nowhere)
    case .using: .using(columnName(), nowhere)
    case .top: .top(random.number(below: 100), nowhere)
    case .next: .next(duration(), nowhere)
    case .with:
      .with(several { Assignment(name: $0.columnName(), value: $0.expression(2)) }, nowhere)
    }
  }

  private mutating func several<Element>(_ make: (inout RandomTrees) -> Element) -> [Element] {
    (0...random.number(below: 3)).map { _ in make(&self) }
  }

  private mutating func maybeName() -> Identifier? { random.chance(0.40) ? columnName() : nil }

  private mutating func assignment() -> Assignment {
    Assignment(name: maybeName(), value: expression(3))
  }

  // MARK: Expressions

  /// Not a text alone, which no column can be.
  private mutating func columnExpression() -> Expression {
    let made = expression(2)
    if case .literal(.text, _) = made { return .name(columnName()) }
    return made
  }

  mutating func expression(_ depth: Int) -> Expression {
    guard depth > 0 else { return leaf() }
    switch random.number(below: 10) {
    case 0: return .unary(.not, expression(depth - 1), nowhere)
    case 1: return .unary(.minus, expression(depth - 1), nowhere)
    case 2...4: return binary(depth)
    case 5:
      return .among(
        expression(depth - 1), several { $0.expression(depth - 1) },
        isNegated: random.chance(0.50), nowhere)
    case 6:
      return .between(
        expression(depth - 1), expression(depth - 1), expression(depth - 1),
        isNegated: random.chance(0.50), nowhere)
    case 7: return .isMissing(expression(depth - 1), isNegated: random.chance(0.50), nowhere)
    case 8:
      let name = Identifier(random.pick(["count", "sum", "if", "bucket", "größe"]), at: nowhere)
      let arguments = random.chance(0.20) ? [] : several { $0.expression(depth - 1) }
      return .call(name, arguments, nowhere)
    default: return leaf()
    }
  }

  private mutating func binary(_ depth: Int) -> Expression {
    let sign = random.pick(BinaryOperator.allCases)
    if sign == .within {
      let right = random.chance(0.50) ? period() : Expression.name(columnName())
      return .binary(.within, expression(depth - 1), right, nowhere)
    }
    var left = expression(depth - 1)
    // A text compared with a constant is an error: one of them should be a column.
    if case .literal(.text, _) = left { left = .name(columnName()) }
    return .binary(sign, left, expression(depth - 1), nowhere)
  }

  private mutating func leaf() -> Expression {
    switch random.number(below: 5) {
    case 0, 1: .name(columnName())
    case 2: .parameter(random.pick(["plan", "p1", "città"]), nowhere)
    default: .literal(literal(), nowhere)
    }
  }

  private mutating func literal() -> Literal {
    switch random.number(below: 10) {
    case 0: .integer(Int64(random.next() >> UInt64(1 + random.number(below: 62))))
    case 1: .decimal(decimal())
    case 2: .percent(Double(random.number(below: 2000)) / 10)
    case 3, 4: .text(text())
    case 5: .date(date())
    case 6: .period(date(year: 1999), date(year: 2000))
    case 7: .duration(duration())
    case 8: .boolean(random.chance(0.50))
    default: .missing
    }
  }

  private mutating func decimal() -> Double {
    let value = Double(bitPattern: random.next() & 0x7FFF_FFFF_FFFF_FFFF)
    return value.isFinite ? value : 0.5
  }

  private mutating func period() -> Expression {
    switch random.number(below: 4) {
    case 0: .literal(.integer(Int64(1000 + random.number(below: 8000))), nowhere)
    case 1: .literal(.period(date(year: 1999), date(year: 2000)), nowhere)
    case 2: .parameter("year", nowhere)
    default: .literal(.date(date()), nowhere)
    }
  }

  private mutating func date(year: Int? = nil) -> PartialDate {
    let day = CivilDate(
      validYear: year ?? 1000 + random.number(below: 8998), month: 1 + random.number(below: 12),
      day: 1 + random.number(below: 28))
    // A year alone is read as a number, except at the ends of a period.
    let grain = random.pick(year == nil ? [.day, .week, .month, .quarter] : Grain.allCases)
    let made = PartialDate(grain: grain, ordinal: grain.ordinal(of: day))
    return made.grain == .week
      ? PartialDate(grain: .month, ordinal: Grain.month.ordinal(of: day))
      : made
  }

  private mutating func duration() -> CalendarDuration {
    CalendarDuration(
      months: random.chance(0.60) ? random.number(below: 100) : 0, days: random.number(below: 400))
  }

  // MARK: Words

  private mutating func columnName() -> Identifier {
    let text = random.chance(0.60) ? random.pick(bare) : name()
    return Identifier(text, at: nowhere, isQuoted: !isBareName(text) || random.chance(0.10))
  }

  private let bare = ["fee", "plan", "Start_2", "_x", "città", "月", "starts", "desc", "churn", "m"]

  private mutating func tableName() -> Identifier {
    var name = columnName()
    if smallGrammar.verb(name.text) != nil { name = Identifier("annual", at: nowhere) }
    return name
  }

  private mutating func name() -> String {
    let made = random.word(of: "aB9 _-`\"'|#(,.é月👍\n\\", upTo: 6)
    return made.isEmpty ? "and" : made
  }

  private mutating func text() -> String {
    random.word(of: "aB9 |#\"'`\\\n\t\r\u{07}\u{85}()“”’«é月👍\u{301}{u}", upTo: 8)
  }

  private mutating func path() -> String {
    let made = random.word(of: "ab./*#| '\"(\\with~é", upTo: 9)
    return made.isEmpty ? "with" : made
  }
}
