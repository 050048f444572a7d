import Calendars
import Columns
import Planning
import TestSupport

/// Well-typed expressions over columns of given types.
struct RandomExpressions {
  var types: [ValueType]

  func make(
    _ type: ValueType, depth: Int, _ generator: inout SeededGenerator
  ) -> TypedExpression {
    if depth == 0 || generator.chance(0.15) { return leaf(type, &generator) }
    switch type {
    case .integer: return integer(depth - 1, &generator)
    case .decimal: return decimal(depth - 1, &generator)
    case .boolean: return condition(depth - 1, &generator)
    case .date, .timestamp: return temporal(type, depth - 1, &generator)
    case .text: return text(depth - 1, &generator)
    }
  }

  private func leaf(_ type: ValueType, _ generator: inout SeededGenerator) -> TypedExpression {
    if generator.chance(0.3) {
      let isMissing = generator.chance(0.1)
      return .constant(isMissing ? .missing : randomCell(type, &generator), type)
    }
    return .column(generator.pick(types.indices.filter { types[$0] == type }), type)
  }

  private func number(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    make(generator.pick([.integer, .decimal]), depth: depth, &generator)
  }

  private func anyDay(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    make(generator.pick([.date, .timestamp]), depth: depth, &generator)
  }

  /// `if` or `coalesce` of the type.
  private func choice(
    _ type: ValueType, _ depth: Int, _ generator: inout SeededGenerator
  ) -> TypedExpression {
    let narrower: ValueType = type == .decimal && generator.chance(0.5) ? .integer : type
    let first = make(narrower, depth: depth, &generator)
    let second = make(type, depth: depth, &generator)
    if generator.chance(0.5) { return .function(.coalesce, [first, second], type) }
    return .function(.choose, [condition(depth, &generator), first, second], type)
  }

  private func integer(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    switch generator.number(below: 10) {
    case 8:
      let function = generator.pick([ScalarFunction.mod, .bucket])
      return .function(
        function, [make(.integer, depth: depth, &generator), make(.integer, depth: 0, &generator)],
        .integer)
    case 0: return .negated(make(.integer, depth: depth, &generator))
    case 1, 2:
      let operation = generator.pick([ArithmeticOperator.plus, .minus, .times])
      return .arithmetic(
        operation, make(.integer, depth: depth, &generator),
        make(.integer, depth: depth, &generator))
    case 3: return .daysBetween(anyDay(depth, &generator), anyDay(depth, &generator))
    case 4:
      let function = generator.pick([ScalarFunction.days, .months])
      return .function(
        function, [anyDay(depth, &generator), anyDay(depth, &generator)], .integer)
    case 5:
      let function = generator.pick([ScalarFunction.year, .weekday])
      return .function(function, [anyDay(depth, &generator)], .integer)
    case 6: return .function(.length, [make(.text, depth: depth, &generator)], .integer)
    case 7: return .function(.abs, [make(.integer, depth: depth, &generator)], .integer)
    default: return choice(.integer, depth, &generator)
    }
  }

  private func decimal(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    switch generator.number(below: 8) {
    case 5:
      // Of a column: what an extreme number does to a rounding error is no matter of the function.
      let function = generator.pick([ScalarFunction.log, .exp, .sqrt])
      return .function(
        function, [leaf(generator.pick([.decimal, .integer]), &generator)], .decimal)
    case 6:
      let function = generator.pick([ScalarFunction.mod, .bucket])
      let step = TypedExpression.constant(
        .decimal(generator.pick([0.25, 0.5, 1, 2, 3.5])), .decimal)
      let quarters = TypedExpression.arithmetic(
        .times, .function(.length, [make(.text, depth: depth, &generator)], .integer),
        .constant(.decimal(generator.pick([0.25, -0.75])), .decimal))
      return .function(function, [quarters, step], .decimal)
    case 0: return .negated(make(.decimal, depth: depth, &generator))
    case 1:
      let operation = generator.pick([ArithmeticOperator.plus, .minus, .times])
      let sides = [make(.decimal, depth: depth, &generator), number(depth, &generator)]
      let order = generator.chance(0.5) ? sides : sides.reversed()
      return .arithmetic(operation, order[0], order[1])
    case 2: return .arithmetic(.dividedBy, number(depth, &generator), number(depth, &generator))
    case 3: return .function(.abs, [make(.decimal, depth: depth, &generator)], .decimal)
    case 4:
      let digits = TypedExpression.constant(.integer(Int64(generator.number(below: 4))), .integer)
      return .function(.round, [make(.decimal, depth: depth, &generator), digits], .decimal)
    default: return choice(.decimal, depth, &generator)
    }
  }

  private func condition(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    guard depth > 0 else { return .truth(leaf(.boolean, &generator)) }
    switch generator.number(below: 9) {
    case 0: return .truth(leaf(.boolean, &generator))
    case 1: return .not(condition(depth - 1, &generator))
    case 2: return .and(condition(depth - 1, &generator), condition(depth - 1, &generator))
    case 3: return .or(condition(depth - 1, &generator), condition(depth - 1, &generator))
    case 4: return .isMissing(make(generator.pick(ValueType.allCases), depth: depth, &generator))
    case 5:
      let first = PartialDate(randomDate(&generator))
      let period = Period(
        start: first.firstDay, end: first.firstDay.advanced(byDays: 90), label: "")
      return .within(anyDay(depth, &generator), period)
    case 6:
      let test = generator.pick(TextTest.allCases)
      let patterns = test == .matches ? matchers.keys.sorted() : ["", "an", "AN", "é", "ss", "e"]
      return .textTest(test, make(.text, depth: depth, &generator), generator.pick(patterns))
    default: return comparison(depth, &generator)
    }
  }

  private func comparison(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    let operation = generator.pick(ComparisonOperator.allCases)
    switch generator.number(below: 4) {
    case 0: return .comparison(operation, number(depth, &generator), number(depth, &generator))
    case 1: return .comparison(operation, anyDay(depth, &generator), anyDay(depth, &generator))
    default:
      let type = generator.pick(ValueType.allCases)
      return .comparison(
        operation, make(type, depth: depth, &generator), make(type, depth: depth, &generator))
    }
  }

  private func temporal(
    _ type: ValueType, _ depth: Int, _ generator: inout SeededGenerator
  ) -> TypedExpression {
    switch generator.number(below: 3) {
    case 0:
      let months = generator.pick([0, 1, -1, 13, 120_000, -30_000])
      let days = generator.pick([0, 1, -31, 400])
      return .moved(
        make(type, depth: depth, &generator), CalendarDuration(months: months, days: days))
    case 1 where type == .date: return .function(.day, [anyDay(depth, &generator)], .date)
    default: return choice(type, depth, &generator)
    }
  }

  private func text(_ depth: Int, _ generator: inout SeededGenerator) -> TypedExpression {
    switch generator.number(below: 4) {
    case 2:
      let texts = ["", "n", "an", "nn", "é", "price "].map {
        TypedExpression.constant(.text($0), .text)
      }
      return .function(
        .replace,
        [make(.text, depth: depth, &generator), generator.pick(texts), generator.pick(texts)],
        .text)
    case 0:
      let function = generator.pick([ScalarFunction.lower, .upper, .trim])
      return .function(function, [make(.text, depth: depth, &generator)], .text)
    case 1:
      let function = generator.pick([ScalarFunction.quarter, .month, .week])
      return .function(function, [anyDay(depth, &generator)], .text)
    default: return choice(.text, depth, &generator)
    }
  }
}
