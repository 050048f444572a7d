import Calendars
import Columns
import Language
import Planning
import Testing

@Suite("Checking keys and aggregates")
struct AggregateTests {
  private let leaving = TypedExpression.column(6, .date)

  /// The plan of `group by` what is given, as `explain` prints it; else its error.
  private func grouped(_ text: String) -> String {
    let line = "group by \(text)"
    guard let stage = stage(line) else { return "not read" }
    var checker = ExpressionChecker(scope())
    do throws(Diagnostic) {
      let keys = try checker.keys(stage.keys, date: leaving, dateIsCalled: "date of leaving")
      var measures: [AggregateColumn] = []
      if case .aggregates(let assignments)? = stage.argument {
        for assignment in assignments { measures.append(try checker.aggregate(assignment)) }
      }
      let aggregation = Aggregation(keys: keys, measures: measures)
      let plan = Plan(.aggregate(scope().input.plan, aggregation), schema: gym, title: "")
      return String(plan.outline[0].dropFirst("aggregate by ".count))
    } catch {
      return summary(error, in: line)
    }
  }

  @Test(
    "reads keys: columns, expressions, periods of the leaving or of a date",
    arguments: [
      ("plan", "plan: "), ("plan, reason", "plan, reason: "), ("month", "month(left): "),
      ("month(start)", "month(signup): "), ("k = year", "year(left): "),
      ("bucket(tenure, 365)", "bucket(coalesce(left, 2024-12-31) - signup, 365): "),
      ("upper(plan)", "upper(plan): "), ("weekday(start)", "weekday(signup): "),
      ("plan, plan", "key-twice at 'plan'"),
      ("moth", "unknown-column at 'moth': did you mean 'month'?"),
      ("resaon", "unknown-column at 'resaon': did you mean 'reason'?"),
      ("year(fee)", "type-mismatch at 'fee'"),
    ])
  func keys(text: String, expected: String) {
    #expect(grouped(text) == expected)
  }

  @Test(
    "reads every aggregate, under its name or its own text",
    arguments: [
      ("n = count()", "n = count()"), ("count(left)", "`count(left)` = count(left)"),
      ("d = distinct(plan)", "d = distinct(plan)"), ("s = sum(fee)", "s = sum(fee)"),
      ("a = mean(fee)", "a = avg(fee)"),
      ("m = median(tenure)", "m = median(coalesce(left, 2024-12-31) - signup)"),
      ("q = quantile(fee, 90%)", "q = quantile(fee)"), ("lo = min(start)", "lo = min(signup)"),
      ("hi = max(plan)", "hi = max(plan)"), ("v = std(fee)", "v = sd(fee)"),
      ("s = share()", "s = share()"), ("f = first(plan)", "f = first(plan)"),
      ("l = last(plan)", "l = last(plan)"), ("x = any(fee > 9)", "x = any(fee > 9)"),
      ("x = all(active)", "x = all(active)"),
    ])
  func aggregates(text: String, expected: String) {
    #expect(grouped("plan: \(text)") == "plan: \(expected)")
  }

  @Test(
    "says what is wrong, where, and what is near",
    arguments: [
      ("fee", "not-an-aggregate at 'fee'"),
      ("cuont()", "not-an-aggregate at 'cuont': did you mean 'count'?"),
      ("n_distinct(plan)", "not-an-aggregate at 'n_distinct': did you mean 'distinct'?"),
      ("sum(plan)", "type-mismatch at 'plan'"), ("sum()", "argument-count at 'sum()'"),
      ("share(plan)", "argument-count at 'share(plan)'"),
      ("quantile(fee, 2)", "quantile-level at '2'"), ("any(plan)", "not-a-condition at 'plan'"),
    ])
  func errors(text: String, expected: String) {
    #expect(grouped("plan: \(text)") == expected)
  }

  @Test("has something to say of a typical tenure where some are still here, and only then")
  func tenure() throws {
    func remarks(_ function: AggregateFunction, _ schema: Schema) -> [String] {
      let scope = scope(schema)
      var checker = ExpressionChecker(scope)
      guard case .assignments(let assignments)? = stage("derive x = tenure")?.argument,
        let value = try? checker.value(assignments[0].value)
      else { return ["not read"] }
      let measure = AggregateColumn(Field("m", .decimal), function, of: value)
      return scope.tenureRemarks([measure]).map(\.text)
    }
    let remark =
      "m mixes those who left with those still here, whose stay goes on; a typical stay is longer"
    #expect(remarks(.median, gym) == [remark])
    #expect(remarks(.avg, gym) == [remark])
    #expect(remarks(.max, gym) == [])
    let flagged = Schema([
      Field("months", .integer, role: .tenure), Field("gone", .boolean, role: .lost),
    ])
    #expect(remarks(.median, flagged) == [remark])
    #expect(remarks(.median, Schema([Field("since", .date, role: .start)])) == [])
  }
}
