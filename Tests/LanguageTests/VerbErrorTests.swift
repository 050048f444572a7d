import Language
import Testing

/// The whole printed message of what is wrong with the words of a stage.
@Suite("Errors in verbs, arguments and clauses")
struct VerbErrorTests {
  @Test("each shows what is wrong, where, and the nearest fix", arguments: cases)
  func printed(example: PrintedLine) {
    #expect(outcome(example.line) == example.printed)
  }

  private static let cases: [PrintedLine] = [
    PrintedLine(
      line: "churn\nhow",
      printed: #"""
        error: unexpected 'how'
          how
          ^^^ a line that goes on starts with '|'
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: "filter fee > 3 limit 5",
      printed: #"""
        error: 'limit' is called 'take' here
          filter fee > 3 limit 5
                         ^^^^^ write | take 5
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: "group order",
      printed: #"""
        error: 'by' is missing after 'group'
          group order
                ^^^^^ did you mean 'group by order'?
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: ".save a.md\nchurn",
      printed: #"""
        error: a word about the shell ends with its line
          churn
          ^ give this on its own
        """#),
    PrintedLine(
      line: ".save(a)",
      printed: #"""
        error: unexpected '('
          .save(a)
               ^ a word about the shell stands between a dot and a blank: .help filter
        """#),
    PrintedLine(
      line: #"load gym.csv | fliter plan == "annual""#,
      printed: #"""
        error: unknown verb 'fliter'
          load gym.csv | fliter plan == "annual"
                         ^^^^^^ did you mean 'filter'?
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"select plan from gym"#,
      printed: #"""
        error: 'from' is not needed: the table stands first
          select plan from gym
                      ^^^^ write gym | select ...
        help: select keeps these columns:  select name, fee
        """#),
    PrintedLine(
      line: #"group_by reason"#,
      printed: #"""
        error: 'group_by' is called 'group by' here
          group_by reason
          ^^^^^^^^ write group by reason
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"gym | mutate net = fee - discount"#,
      printed: #"""
        error: 'mutate' is called 'derive' here
          gym | mutate net = fee - discount
                ^^^^^^ write derive net = fee - discount
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"head 5"#,
      printed: #"""
        error: 'head' is called 'take' here
          head 5
          ^^^^ write take 5
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"gym | head"#,
      printed: #"""
        error: 'head' is called 'take' here
          gym | head
                ^^^^ write take 10
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"group reason"#,
      printed: #"""
        error: 'by' is missing after 'group'
          group reason
                ^^^^^^ did you mean 'group by reason'?
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"churn month"#,
      printed: #"""
        error: 'by' is missing after 'churn'
          churn month
                ^^^^^ did you mean 'churn by month'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn bye month"#,
      printed: #"""
        error: unknown clause 'bye'
          churn bye month
                ^^^ did you mean 'by'?
        help: churn takes by, per, of, in, vs, as of, at, using, top, with:  churn by month
        """#),
    PrintedLine(
      line: #"load my file.csv"#,
      printed: #"""
        error: a file name with a blank takes quotes
          load my file.csv
               ^^^^^^^^^^^ write load "my file.csv"
        """#),
    PrintedLine(
      line: #"load Elenco soci"#,
      printed: #"""
        error: a file name with a blank takes quotes
          load Elenco soci
               ^^^^^^^^^^^ write load "Elenco soci"
        """#),
    PrintedLine(
      line: #"take by month"#,
      printed: #"""
        error: 'take' takes a whole number, not 'by'
          take by month
               ^^ such as take 10
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"churn by month by year"#,
      printed: #"""
        error: 'by' is given twice
          churn by month by year
                         ^^ join the keys with commas: by plan, region
        """#),
    PrintedLine(
      line: #"filter"#,
      printed: #"""
        error: 'filter' needs a condition
          filter
          ^^^^^^
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"take many"#,
      printed: #"""
        error: 'take' takes a whole number, not 'many'
          take many
               ^^^^ such as take 10
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"take -3"#,
      printed: #"""
        error: 'take' takes a whole number, not '-'
          take -3
               ^ such as take 10
        help: take keeps the first rows:  take 10
        """#),
    PrintedLine(
      line: #"churn = filter x == 1"#,
      printed: #"""
        error: 'churn' is a verb, so no table can have this name
          churn = filter x == 1
          ^^^^^ such as churn_1
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"|"#,
      printed: #"""
        error: a verb is missing after '|'
          |
          ^ such as | plot
        """#),
    PrintedLine(
      line: #"churn | | plot"#,
      printed: #"""
        error: a verb is missing after '|'
          churn | | plot
                ^ such as | plot
        """#),
    PrintedLine(
      line: #"||||"#,
      printed: #"""
        error: a verb belongs here, not '||'
          ||||
          ^^
        """#),
    PrintedLine(
      line: #"churn |"#,
      printed: #"""
        error: a verb is missing after '|'
          churn |
                ^ such as | plot
        """#),
    PrintedLine(
      line: #"filter x like "%a%""#,
      printed: #"""
        error: 'like' is called 'contains' here
          filter x like "%a%"
                   ^^^^ write contains "...", without % signs
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"group: n = count()"#,
      printed: #"""
        error: the keys are missing before ':'
          group: n = count()
               ^ group by a column, then ':'
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"annual <- filter x == 1"#,
      printed: #"""
        error: '<-' is written '=' here
          annual <- filter x == 1
                 ^^ write annual = ...
        """#),
    PrintedLine(
      line: #"5 apples"#,
      printed: #"""
        error: a verb belongs here, not '5'
          5 apples
          ^
        """#),
    PrintedLine(
      line: #""annual" = filter x == 1"#,
      printed: #"""
        error: a table cannot be called "annual"
          "annual" = filter x == 1
          ^^^^^^^^ a name takes backticks, or none
        """#),
    PrintedLine(
      line: #"xyzzy 3"#,
      printed: #"""
        error: unknown verb 'xyzzy'
          xyzzy 3
          ^^^^^
        """#),
    PrintedLine(
      line: #"load"#,
      printed: #"""
        error: 'load' needs a file name
          load
          ^^^^
        help: load reads a file:  load gym.csv
        """#),
    PrintedLine(
      line: #"load """#,
      printed: #"""
        error: the file name is empty
          load ""
               ^^
        help: load reads a file:  load gym.csv
        """#),
    PrintedLine(
      line: #"fliter a == 1 | tkae 3 | plot"#,
      printed: #"""
        error: unknown verb 'fliter'
          fliter a == 1 | tkae 3 | plot
          ^^^^^^ did you mean 'filter'?
        help: filter keeps the rows that match:  filter plan == "annual"
        error: unknown verb 'tkae'
          fliter a == 1 | tkae 3 | plot
                          ^^^^ did you mean 'take'?
        help: take keeps the first rows:  take 10
        """#),
  ]
}
