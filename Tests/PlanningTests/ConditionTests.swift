import Calendars
import Columns
import Language
import Planning
import Testing

@Suite("Checking conditions")
struct ConditionTests {
  @Test(
    "finds columns by name, in other case, and by role",
    arguments: [
      ("fee > 40", "fee > 40"), ("FEE > 40", "fee > 40"), ("amount > 40", "fee > 40"),
      ("start >= 2024-03-15", "signup >= 2024-03-15"),
      ("`Region of living` == \"Roma\"", "`Region of living` == \"Roma\""),
      ("`in` > 3", "`in` > 3"), ("active", "active"), ("not active", "not active"),
      ("customer == 5", "id == 5"),
    ])
  func names(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test(
    "reads a partial date as a stretch of days",
    arguments: [
      ("start == 2024-03", "signup in 2024-03-01..2024-03-31"),
      ("start != 2024-03", "not (signup in 2024-03-01..2024-03-31)"),
      ("start < 2024-Q1", "signup < 2024-01-01"), ("start <= 2024-Q1", "signup < 2024-04-01"),
      ("start > 2024-02", "signup >= 2024-03-01"), ("start >= 2024", "signup >= 2024-01-01"),
      ("2024 <= start", "signup >= 2024-01-01"),
      ("start in 2023-07..2024-06", "signup in 2023-07-01..2024-06-30"),
      ("start in 2024-W09", "signup in 2024-02-26..2024-03-03"),
      (
        "start between 2023 and 2024-02",
        "(signup >= 2023-01-01) and (signup < 2024-03-01)"
      ),
      ("start == \"2024-03\"", "signup in 2024-03-01..2024-03-31"),
      ("month(start) == 2024-03", "month(signup) == \"2024-03\""),
    ])
  func dates(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test(
    "compares durations with days and months",
    arguments: [
      ("tenure > 90 days", "(coalesce(left, 2024-12-31) - signup) > 90.0"),
      ("tenure > 2w", "(coalesce(left, 2024-12-31) - signup) > 14.0"),
      ("left - start < 1 month", "(left - signup) < 30.436875"),
      ("months(start, left) >= 1y 6mo", "months(signup, left) >= 18.0"),
      ("start + 6 months < left", "(signup + 6 months) < left"),
      ("fee > 3 days", "duration-unit at '3 days'"),
    ])
  func durations(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test(
    "tests for missing values in every spelling, and refuses to order by them",
    arguments: [
      ("reason is missing", "reason is missing"), ("reason == null", "reason is missing"),
      ("reason is NA", "reason is missing"), ("reason != None", "not (reason is missing)"),
      ("reason is not missing", "not (reason is missing)"),
      ("reason < missing", "missing-as-value at '<'"),
    ])
  func missing(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test(
    "takes the other spellings of operators",
    arguments: [
      ("fee > 1 && !active || visits < 3", "((fee > 1) and (not active)) or (visits < 3)"),
      ("plan in (\"a\", \"b\")", "(plan == \"a\") or (plan == \"b\")"),
      ("plan not in (\"a\")", "not (plan == \"a\")"),
      ("fee between 1 and 5%", "(fee >= 1) and (fee <= 0.05)"),
      ("plan ~ \"ann\"", "plan ~ \"ann\""), ("plan contains \"ann\"", "plan ~ \"ann\""),
      ("plan starts with \"a\"", "plan starts with \"a\""),
      ("plan ends with \"a\"", "plan ends with \"a\""),
      ("plan matches \"^a\"", "plan matches \"^a\""),
    ])
  func operators(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test(
    "says what is wrong, where, and what is near",
    arguments: [
      ("fie > 4", "unknown-column at 'fie': did you mean 'fee'?"),
      ("living == \"Roma\"", "unknown-column at 'living': did you mean '`Region of living`'?"),
      ("plan == annual", "text-without-quotes at 'annual': a text takes quotes: \"Annual\""),
      ("segment == \"x\"", "role-of-several at 'segment'"),
      ("effort > 3", "role-not-found at 'effort'"),
      ("zzz > 3", "unknown-column at 'zzz'"),
      ("fee == \"40\"", "type-mismatch at '==': left: decimal, right: text"),
      ("plan > 3", "type-mismatch at '>': left: text, right: integer"),
      ("start == 5", "type-mismatch at '==': left: date, right: integer"),
      ("start == \"soon\"", "not-a-date at '\"soon\"'"),
      ("plan", "not-a-condition at 'plan'"), ("fee + 1", "not-a-condition at 'fee + 1'"),
      ("fee ~ \"x\"", "type-mismatch at 'fee'"), ("plan ~ reason", "pattern at 'reason'"),
      ("plan matches \"(\"", "pattern at '\"(\"'"),
      ("start in fee", "not-a-period at 'fee'"), ("plan == $plan", "unknown-parameter at '$plan'"),
      ("days(start) > 1", "argument-count at 'days(start)'"),
    ])
  func errors(condition: String, expected: String) {
    #expect(checked(condition) == expected)
  }

  @Test("puts parameters in their places")
  func parameters() {
    let scope = scope(
      parameters: ["plan": .text("Annual"), "year": .integer(2024), "p": .percent(5)])
    #expect(checked("plan == $plan", scope) == "plan == \"Annual\"")
    #expect(checked("start == $year", scope) == "signup in 2024-01-01..2024-12-31")
    #expect(checked("start in $year", scope) == "signup in 2024-01-01..2024-12-31")
    #expect(checked("fee > $p", scope) == "fee > 0.05")
    #expect(
      checked("fee > $yaer", scope) == "unknown-parameter at '$yaer': did you mean '$year'?")
  }

  @Test("warns where both sides are the same column")
  func sameSides() throws {
    guard case .condition(let expression)? = stage("filter plan == plan")?.argument else {
      Issue.record("not read")
      return
    }
    var checker = ExpressionChecker(scope())
    _ = try checker.condition(expression)
    #expect(checker.warnings.map(\.code) == ["same-sides"])
  }

  @Test("knows no tenure where there is no start, and no end of observation")
  func tenure() {
    let sales = Schema([Field("fee", .decimal)])
    #expect(checked("tenure > 5", scope(sales)) == "role-not-found at 'tenure'")
    #expect(checked("tenure > 5", scope(asOf: nil)) == "(left - signup) > 5")
    let open = Schema([Field("since", .date, role: .start)])
    #expect(checked("tenure > 5", scope(open)) == "(2024-12-31 - since) > 5")
  }
}
