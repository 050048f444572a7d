import Columns
import Language
import Planning
import Testing

@Suite("Checking functions")
struct FunctionTests {
  private static let examples = [
    ("day(seen)", "date"), ("week(start)", "text"), ("month(start)", "text"),
    ("quarter(start)", "text"), ("year(start)", "integer"), ("weekday(start)", "integer"),
    ("days(start, left)", "integer"), ("months(start, seen)", "integer"),
    ("if(active, 1, 2)", "integer"), ("if(active, 1, 2.5)", "decimal"),
    ("if(fee > 1, missing, \"a\")", "text"), ("coalesce(fee, visits)", "decimal"),
    ("coalesce(left, seen)", "type-mismatch at 'seen': date before, timestamp here"),
    ("lower(plan)", "text"), ("upper(plan)", "text"), ("trim(plan)", "text"),
    ("length(plan)", "integer"), ("replace(plan, \"a\", \"b\")", "text"),
    ("round(fee)", "decimal"), ("round(visits)", "integer"), ("round(fee, 2)", "decimal"),
    ("abs(visits)", "integer"), ("log(visits)", "decimal"), ("exp(fee)", "decimal"),
    ("sqrt(fee)", "decimal"), ("mod(visits, 5)", "integer"), ("mod(visits, 0.5)", "decimal"),
    ("bucket(visits, 10)", "integer"), ("bucket(visits, 2.5)", "decimal"),
    ("bucket(fee, 10)", "decimal"), ("bins(visits, 5)", "integer"), ("bins(fee, 5)", "decimal"),
    ("fee + visits", "decimal"), ("visits * 2", "integer"), ("visits / 2", "decimal"),
    ("left - start", "integer"), ("start + 1 month", "date"), ("seen - 2 days", "timestamp"),
    ("-fee", "decimal"), ("not active", "boolean"), ("tenure", "integer"),
  ]

  @Test("gives every function its type", arguments: examples)
  func types(value: String, expected: String) {
    #expect(typed(value) == expected)
  }

  @Test("covers every function")
  func all() {
    for function in ScalarFunction.allCases {
      #expect(
        Self.examples.contains { $0.0.hasPrefix("\(function.rawValue)(") }, "\(function.rawValue)")
    }
  }

  @Test(
    "says what is wrong, where, and what it is called here",
    arguments: [
      ("month(fee)", "type-mismatch at 'fee'"), ("lower(fee)", "type-mismatch at 'fee'"),
      ("log(plan)", "type-mismatch at 'plan'"), ("bins(plan, 5)", "type-mismatch at 'plan'"),
      ("mod(fee, plan)", "type-mismatch at 'plan'"),
      ("if(plan, 1, 2)", "not-a-condition at 'plan'"),
      ("if(active, 1, \"a\")", "type-mismatch at '\"a\"': integer before, text here"),
      ("round(fee, 0.5)", "type-mismatch at '0.5'"),
      ("bucket(fee, 0)", "bucket-width at '0'"), ("bucket(fee)", "argument-count at 'bucket(fee)'"),
      ("bins(fee, 1)", "bins-count at '1'"), ("bins(fee, 1001)", "bins-count at '1001'"),
      ("bins(fee, visits)", "bins-count at 'visits'"),
      ("replace(plan, reason, \"a\")", "pattern at 'reason'"),
      ("sqroot(fee)", "unknown-function at 'sqroot': did you mean 'sqrt'?"),
      ("ln(fee)", "foreign-function at 'ln'"),
      ("ifelse(active, 1, 2)", "foreign-function at 'ifelse'"),
      ("is_null(fee)", "foreign-function at 'is_null'"), ("now()", "no-now at 'now'"),
      ("sum(fee)", "aggregate-here at 'sum'"), ("start + 3", "type-mismatch at '+'"),
      ("plan * 2", "type-mismatch at '*'"), ("start + left", "type-mismatch at '+'"),
      ("-plan", "type-mismatch at '-'"), ("2024-03", "partial-date at '2024-03'"),
      ("3 days", "duration-as-value at '3 days'"), ("missing", "missing-as-value at 'missing'"),
      ("2024..2025", "period-as-value at '2024..2025'"),
    ])
  func errors(value: String, expected: String) {
    #expect(typed(value) == expected)
  }

  @Test("keeps the unit of what only rounds or cuts")
  func units() throws {
    var checker = ExpressionChecker(scope())
    for (text, unit) in [
      ("bucket(tenure, 365)", Unit.days), ("round(fee)", .money), ("abs(-visits)", .count),
      ("bins(fee, 4)", .money), ("log(fee)", .none), ("fee + fee", .money), ("fee * fee", .none),
    ] {
      guard case .assignments(let assignments)? = stage("derive x = \(text)")?.argument else {
        Issue.record("not read: \(text)")
        continue
      }
      let value = try checker.value(assignments[0].value)
      #expect(checker.unit(of: value) == unit, "\(text)")
    }
  }
}
