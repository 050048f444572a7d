import Language
import Testing

@Suite("Lines and their canonical text")
struct CanonicalTextTests {
  @Test(
    "the lines of the reference stay as they are",
    arguments: [
      "load gym.csv", "churn by month", "| plot",
      #"filter plan == "annual" and fee > 40 | churn by region, quarter"#,
      "group by reason", "group by reason, month",
      "group by plan: n = count(), takings = sum(fee), typical = median(tenure)",
      #"annual = filter plan == "annual""#, "annual | churn by quarter | plot",
      "churn by month | forecast 6 months", "churn of revenue by quarter", "churn in 2024 | how",
      "churn in 2024 top 5", "filter plan == $plan | churn", "annual",
      "load x.csv with start = signup, end = `Data disdetta`",
      "roles end = cancelled_on", #"set decimal = ",""#, "group by year in 1950..1999",
      "filter start in 2024-Q1", "churn in 2023-07..2024-06 as of 2024-12-31 using every",
      "filter `Data iscrizione` >= 2024-03-15 and reason is not missing",
      #"filter reason in ("price", "moved") or not fee between 10 and 20"#,
      #"filter name ~ "rossi" and city starts with "B" and code matches "^A\\d+$""#,
      "sort fee desc, name", "take 10", "show all", "show 20", "plot bar", "use annual",
      "derive net = fee - discount, ratio = (a + b) / 2, neg = -x", "select name, fee, count",
      "forecast 18mo 5d", ".save notebook.md", ".help", "count", "copy = | filter fee > 5%",
      "load sales/*.csv", "load ../data/a#b.csv", "filter a - (b - c) > 2 * (d + 1)",
      "filter flag == true and x != missing", "churn per month",
      "forecast next 3 months",
    ])
  func unchanged(line: String) {
    #expect(outcome(line) == line)
  }

  @Test(
    "other ways to say it have one canonical form",
    arguments: [
      ("LOAD gym.csv   # the export", "load gym.csv"),
      ("where Plan == 'annual'", #"filter Plan == "annual""#),
      ("Filter a>1 AND b<=2 || !c", "filter a > 1 and b <= 2 or not c"),
      ("filter a <> 1 && b is null", "filter a != 1 and b is missing"),
      ("filter a IS NOT NA", "filter a is not missing"),
      ("filter x == None", "filter x == missing"),
      ("filter city contains \"a\"", #"filter city ~ "a""#),
      ("filter city not contains \"a\"", #"filter not city ~ "a""#),
      ("filter city not in (\"a\")", #"filter city not in ("a")"#),
      ("filter fee ≥ 1_200", "filter fee >= 1200"),
      ("filter fee > 1e6", "filter fee > 1000000.0"),
      ("filter name == \"say \"\"hi\"\"\"", #"filter name == "say \"hi\"""#),
      ("filter name == 'it''s'", #"filter name == "it's""#),
      ("filter stay > 1y 6mo", "filter stay > 18 months"),
      ("filter stay > 1y6mo", "filter stay > 18 months"),
      ("filter stay > 2 weeks", "filter stay > 14 days"),
      ("filter stay > 1 quarter", "filter stay > 3 months"),
      ("forecast 1 year", "forecast 12 months"),
      ("set decimal \",\"", #"set decimal = ",""#),
      ("sort by fee desc", "sort fee desc"),
      ("sort fee ascending, name descending", "sort fee, name desc"),
      ("filter ((a)) == (1 + 2)", "filter a == 1 + 2"),
      ("churn\u{00A0}by\u{2003}month", "churn by month"),
      ("churn by month |\n  plot", "churn by month | plot"),
      ("churn by month # every month\n| plot # line", "churn by month | plot"),
      ("filter x in (\n 1,\n 2)", "filter x in (1, 2)"),
      ("load \"my file.csv\"", #"load "my file.csv""#),
      ("load 'gym.csv'", "load gym.csv"),
      ("load l'anno.csv | churn", "load \"l'anno.csv\" | churn"),
      ("load gym(1).csv", "load \"gym(1).csv\""),
      (".note \"a | b\"", ".note \"a | b\""),
      ("churn in 2023-07 .. 2024-06", "churn in 2023-07..2024-06"),
      ("churn in 2024-q1", "churn in 2024-Q1"),
      ("filter 2024 - 03 < 1/2", "filter 2024 - 3 < 1 / 2"),
      ("filter a==10/12", "filter a == 10 / 12"),
      ("group by size = bucket(fee, 10), start", "group by size = bucket(fee, 10), start"),
      ("group by (fee in (1, 2))", "group by (fee in (1, 2))"),
      ("filter ends > starts", "filter ends > starts"),
    ])
  func canonical(line: String, expected: String) {
    #expect(outcome(line) == expected)
  }

  @Test(
    "blank and comment lines are no statement and no error",
    arguments: ["", "  \n", "# hm", "\u{FEFF}"])
  func blank(text: String) {
    let parsed = parse(text, grammar: smallGrammar)
    #expect(parsed.statement == nil)
    #expect(parsed.diagnostics.isEmpty)
  }
}
