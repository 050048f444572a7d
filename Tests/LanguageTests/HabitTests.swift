import Calendars
import Language
import Testing

/// The whole printed message for what other tools and languages write.
@Suite("Habits from elsewhere")
struct HabitTests {
  @Test("each says how it is written here", arguments: cases)
  func printed(example: PrintedLine) {
    #expect(outcome(example.line) == example.printed)
  }

  @Test(
    "a word for a grain is understood in any case, a grain itself and other words are not",
    arguments: [
      ("Monthly", Grain.month), ("days", .day), ("weeks", .week), ("quarters", .quarter),
      ("annually", .year), ("month", nil), ("weekday", nil), ("", nil),
    ])
  func grains(word: String, grain: Grain?) {
    #expect(grainMeant(by: word) == grain)
  }

  @Test(
    "a semicolon is taken off the end, and off nothing else",
    arguments: [
      ("help churn;", "help churn"), ("quit ; # bye", "quit "), ("a;;\n", "a"), (";", ";"),
      ("# a;", "# a;"), ("a; b", "a; b"), ("\"a;", "\"a;"), ("", ""), ("città;", "città"),
    ])
  func semicolons(text: String, expected: String) {
    #expect(withoutLastSemicolon(text) == expected)
  }

  private static let cases: [PrintedLine] = [
    PrintedLine(
      line: #"head(5)"#,
      printed: #"""
        error: 'head' is called 'take' here
          head(5)
          ^^^^ write take 5
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"gym | head(n)"#,
      printed: #"""
        error: 'head' is called 'take' here
          gym | head(n)
                ^^^^ write take 10
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"mutate years = diff_days / 365"#,
      printed: #"""
        error: 'mutate' is called 'derive' here
          mutate years = diff_days / 365
          ^^^^^^ write derive years = diff_days / 365
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"mutate(years = diff_days / 365)"#,
      printed: #"""
        error: 'mutate' is called 'derive' here
          mutate(years = diff_days / 365)
          ^^^^^^ write derive years = diff_days / 365
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"summarise n = count()"#,
      printed: #"""
        error: 'summarise' is called 'group by' here
          summarise n = count()
          ^^^^^^^^^ write group by reason
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"arrange(desc(fee))"#,
      printed: #"""
        error: 'arrange' is called 'sort' here
          arrange(desc(fee))
          ^^^^^^^ write sort fee desc
        help: sort orders the rows:  sort fee desc
        """#),
    PrintedLine(
      line: #"from gym"#,
      printed: #"""
        error: 'from' is called 'use' here
          from gym
          ^^^^ write use gym
        help: use makes a table the current one:  use annual
        """#),
    PrintedLine(
      line: #"fee | order_by fee desc # by fee"#,
      printed: #"""
        error: 'order_by' is called 'sort' here
          fee | order_by fee desc # by fee
                ^^^^^^^^ write sort fee desc
        help: sort orders the rows:  sort fee desc
        """#),
    PrintedLine(
      line: #"canadian_senators %>% count"#,
      printed: #"""
        error: '%>%' is written '|' here
          canadian_senators %>% count
                            ^^^ write canadian_senators | ...
        """#),
    PrintedLine(
      line: #"a %>% filter(plan == "annual")"#,
      printed: #"""
        error: '%>%' is written '|' here
          a %>% filter(plan == "annual")
            ^^^ write a | ...
        """#),
    PrintedLine(
      line: #"churn interval = exact"#,
      printed: #"""
        error: 'interval' is an option, and options stand after 'with'
          churn interval = exact
                ^^^^^^^^ write with interval = ...
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn by month interval = exact"#,
      printed: #"""
        error: 'interval' is an option, and options stand after 'with'
          churn by month interval = exact
                         ^^^^^^^^ write with interval = ...
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn by month with gap = 1 month level = 3"#,
      printed: #"""
        error: unexpected 'level'
          churn by month with gap = 1 month level = 3
                                            ^^^^^ put a comma between them
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn daily"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn daily
                ^^^^^ did you mean 'churn by day'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn weekly"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn weekly
                ^^^^^^ did you mean 'churn by week'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn monthly"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn monthly
                ^^^^^^^ did you mean 'churn by month'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn quarterly"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn quarterly
                ^^^^^^^^^ did you mean 'churn by quarter'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn yearly"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn yearly
                ^^^^^^ did you mean 'churn by year'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn years"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn years
                ^^^^^ did you mean 'churn by year'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"\q"#,
      printed: #"""
        error: '\q' is called '.quit' here
          \q
          ^^ write .quit
        """#),
    PrintedLine(
      line: #"\d members"#,
      printed: #"""
        error: '\d' is called 'roles' here
          \d members
          ^^ write roles
        """#),
    PrintedLine(
      line: #"\dt"#,
      printed: #"""
        error: there is no command '\dt' here
          \dt
          ^^^ for the list write .help
        """#),
    PrintedLine(
      line: #"\?"#,
      printed: #"""
        error: '\?' is called '.help' here
          \?
          ^^ write .help
        """#),
    PrintedLine(
      line: #"  \copy a | count"#,
      printed: #"""
        error: there is no command '\copy' here
            \copy a | count
            ^^^^^ for the list write .help
        """#),
    PrintedLine(
      line: #"churn;"#,
      printed: #"""
        churn
        """#),
    PrintedLine(
      line: #"churn by month ;; # note"#,
      printed: #"""
        churn by month
        """#),
    PrintedLine(
      line: #"load gym.csv;"#,
      printed: #"""
        load gym.csv
        """#),
    PrintedLine(
      line: #"load "a;""#,
      printed: #"""
        load "a;"
        """#),
    PrintedLine(
      line: #".help churn;"#,
      printed: #"""
        .help churn
        """#),
    PrintedLine(
      line: #"filter x == ";""#,
      printed: #"""
        filter x == ";"
        """#),
    PrintedLine(
      line: #"filter x == ";";"#,
      printed: #"""
        filter x == ";"
        """#),
    PrintedLine(
      line: #";"#,
      printed: #"""
        error: unexpected ';'
          ;
          ^ a line needs no ';' at its end
        """#),
    PrintedLine(
      line: #"churn; plot"#,
      printed: #"""
        error: unexpected ';'
          churn; plot
               ^ a line needs no ';' at its end
        """#),
    PrintedLine(
      line: #"churn;; | plot"#,
      printed: #"""
        error: unexpected ';'
          churn;; | plot
               ^ a line needs no ';' at its end
        """#),
    PrintedLine(
      line: #"filter x == 1 | ;"#,
      printed: #"""
        error: a verb is missing after '|'
          filter x == 1 | ;
                        ^ such as | plot
        """#),
  ]
}
