import Calendars
import Columns
import Language
import Planning

/// Clients of a gym: the columns that the tests speak of.
let gym = Schema([
  Field("id", .integer, role: .customer), Field("plan", .text, role: .segment),
  Field("Region of living", .text, role: .segment),
  Field("fee", .decimal, unit: .money, role: .amount),
  Field("visits", .integer, unit: .count), Field("signup", .date, role: .start),
  Field("left", .date, role: .end), Field("reason", .text, role: .reason),
  Field("active", .boolean), Field("seen", .timestamp), Field("in", .integer),
])

private let grammar = Grammar([
  VerbSyntax(
    "filter", argument: .condition, requiresArgument: true, example: "filter x == 1", summary: "f"),
  VerbSyntax(
    "derive", argument: .assignments, requiresArgument: true, example: "derive x = 1", summary: "d"),
  VerbSyntax(
    "group", argument: .aggregates, clauses: [.by, .inPeriod], example: "g", summary: "g"),
])

func scope(
  _ schema: Schema = gym, asOf: String? = "2024-12-31", parameters: [String: Literal] = [:]
) -> Scope {
  let plan = Plan(.scan("gym"), schema: schema, title: "gym")
  let input = PlanInput(plan: plan, asOf: asOf.flatMap { PartialDate($0)?.firstDay }) { column in
    column == "plan" ? ["Annual", "monthly"] : []
  }
  return Scope(input: input, parameters: parameters)
}

/// The only stage of a line; nil where the line is wrong.
func stage(_ line: String) -> Stage? {
  guard case .pipeline(let pipeline, _)? = parse(line, grammar: grammar).statement else {
    return nil
  }
  return pipeline.stages.first
}

/// A condition with names found and types known, as `explain` prints it; else its error.
func checked(
  _ condition: String, _ scope: Scope = scope()
) -> String {
  guard case .condition(let expression)? = stage("filter \(condition)")?.argument else {
    return "not read"
  }
  var checker = ExpressionChecker(scope)
  do throws(Diagnostic) {
    let checked = try checker.condition(expression)
    let plan = Plan(.filter(scope.input.plan, checked), schema: scope.schema, title: "")
    return String(plan.outline[0].dropFirst("filter ".count))
  } catch {
    return summary(error, in: "filter \(condition)")
  }
}

/// A value with its type; else its error.
func typed(_ value: String) -> String {
  guard case .assignments(let assignments)? = stage("derive x = \(value)")?.argument else {
    return "not read"
  }
  var checker = ExpressionChecker(scope())
  do throws(Diagnostic) {
    return try checker.value(assignments[0].value).type.rawValue
  } catch {
    return summary(error, in: "derive x = \(value)")
  }
}

/// `code at 'text': hint`, the hint where there is one.
func summary(_ error: Diagnostic, in line: String) -> String {
  let bytes = Array(line.utf8)
  let place = error.range.map {
    String(decoding: bytes[$0.lowerBound..<$0.upperBound], as: UTF8.self)
  }
  return error.code + (place.map { " at '\($0)'" } ?? "") + (error.hint.map { ": \($0)" } ?? "")
}
