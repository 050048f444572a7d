import Language
import Testing

/// The whole printed message of what is wrong inside an expression, and of what is mended.
@Suite("Errors in expressions and signs")
struct ExpressionErrorTests {
  @Test("each shows what is wrong, where, and the nearest fix", arguments: cases)
  func printed(example: PrintedLine) {
    #expect(outcome(example.line) == example.printed)
  }

  private static let cases: [PrintedLine] = [
    PrintedLine(
      line: #"filter plan = "annual""#,
      printed: #"""
        warning: a single '=' in a condition is read as '=='
          filter plan = "annual"
                      ^ write ==
        filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter plan = "annual" && fee = 3"#,
      printed: #"""
        warning: a single '=' in a condition is read as '=='
          filter plan = "annual" && fee = 3
                      ^ write ==
        filter plan == "annual" and fee == 3
        """#),
    PrintedLine(
      line: #"filter plan == "annual | churn"#,
      printed: #"""
        error: a text in quotes is not closed
          filter plan == "annual | churn
                         ^
        """#),
    PrintedLine(
      line: #"filter plan == “annual” | churn"#,
      printed: #"""
        warning: curly quotes are read as straight ones
          filter plan == “annual” | churn
                         ^^^^^^^^ write "annual"
        filter plan == "annual" | churn
        """#),
    PrintedLine(
      line: #"filter `plan == 3"#,
      printed: #"""
        error: a name in backticks is not closed
          filter `plan == 3
                 ^
        """#),
    PrintedLine(
      line: #"filter (a | churn"#,
      printed: #"""
        error: unexpected '|'
          filter (a | churn
                    ^ close the '(' before it; in a condition write 'or'
        """#),
    PrintedLine(
      line: #"filter "plan" == "annual""#,
      printed: #"""
        error: a text stands where a column belongs
          filter "plan" == "annual"
                 ^^^^^^ for the column write plan
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"select "Data iscrizione", plan"#,
      printed: #"""
        error: a text stands where a column belongs
          select "Data iscrizione", plan
                 ^^^^^^^^^^^^^^^^^ for the column write `Data iscrizione`
        help: select keeps these columns:  select name, fee
        """#),
    PrintedLine(
      line: #"group by "plan""#,
      printed: #"""
        error: a text stands where a column belongs
          group by "plan"
                   ^^^^^^ for the column write plan
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"churn as 2024"#,
      printed: #"""
        error: unexpected '2024'
          churn as 2024
                   ^^^^ the clause is 'as of', such as: as of 2024-12-31
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"load gym.csv usign x"#,
      printed: #"""
        error: unexpected 'usign'
          load gym.csv usign x
                       ^^^^^
        help: load reads a file:  load gym.csv
        """#),
    PrintedLine(
      line: #"churn by"#,
      printed: #"""
        error: a column is missing after 'by'
          churn by
                  ^
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn by |"#,
      printed: #"""
        error: a column is missing after 'by'
          churn by |
                  ^
        help: churn counts who left:  churn by month
        error: a verb is missing after '|'
          churn by |
                   ^ such as | plot
        """#),
    PrintedLine(
      line: #"filter plan =="#,
      printed: #"""
        error: a value is missing after '=='
          filter plan ==
                        ^
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter 1 < fee < 5"#,
      printed: #"""
        error: two comparisons in a row
          filter 1 < fee < 5
                         ^ use between: fee between 10 and 20, or join them with 'and'
        """#),
    PrintedLine(
      line: #"filter top > 3"#,
      printed: #"""
        error: 'top' is a word of the language
          filter top > 3
                 ^^^ a column or table of this name takes backticks: `top`
        """#),
    PrintedLine(
      line: #"by = filter x == 1"#,
      printed: #"""
        error: 'by' is a word of the language
          by = filter x == 1
          ^^ a column or table of this name takes backticks: `by`
        """#),
    PrintedLine(
      line: #"filter by month"#,
      printed: #"""
        error: 'by' is a word of the language
          filter by month
                 ^^ a column or table of this name takes backticks: `by`
        """#),
    PrintedLine(
      line: #"filter a b"#,
      printed: #"""
        error: a name with blanks takes backticks
          filter a b
                 ^^^ write `a b`
        """#),
    PrintedLine(
      line: #"select plan fee"#,
      printed: #"""
        error: unexpected 'fee'
          select plan fee
                      ^^^ put a comma between them, or backticks around one name: `plan fee`
        help: select keeps these columns:  select name, fee
        """#),
    PrintedLine(
      line: #"filter x is "a""#,
      printed: #"""
        error: 'is' goes only with 'missing'
          filter x is "a"
                   ^^ write ==
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"group by plan: n = count(*)"#,
      printed: #"""
        error: 'count(*)' is written 'count()' here
          group by plan: n = count(*)
                                   ^
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"group by plan: n ="#,
      printed: #"""
        error: a value is missing after '='
          group by plan: n =
                            ^
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"gym |> churn"#,
      printed: #"""
        error: unexpected '>'
          gym |> churn
               ^ stages are joined by '|'
        """#),
    PrintedLine(
      line: #"churn; plot"#,
      printed: #"""
        error: unexpected ';'
          churn; plot
               ^ a line needs no ';' at its end
        """#),
    PrintedLine(
      line: #"filter x %in% c("a")"#,
      printed: #"""
        error: unexpected '%in%'
          filter x %in% c("a")
                   ^^^^ write in ("a", "b")
        """#),
    PrintedLine(
      line: #"filter x[1] == 2"#,
      printed: #"""
        error: unexpected '['
          filter x[1] == 2
                  ^ brackets are round here: ( )
        """#),
    PrintedLine(
      line: #"filter is.na(x)"#,
      printed: #"""
        error: 'is.na(x)' is written 'x is missing' here
          filter is.na(x)
                 ^^
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter x ^ 2 == 4"#,
      printed: #"""
        error: unexpected '^'
          filter x ^ 2 == 4
                   ^ write x * x, or exp(x)
        """#),
    PrintedLine(
      line: #"filter x not == 3"#,
      printed: #"""
        error: unexpected 'not'
          filter x not == 3
                   ^^^ write !=, or 'not' before the whole comparison
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter x == not y"#,
      printed: #"""
        error: 'not' stands in the middle of a comparison
          filter x == not y
                      ^^^ put brackets around it
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter x starts "a""#,
      printed: #"""
        error: unexpected '"a"'
          filter x starts "a"
                          ^^^ the operator is 'starts with'
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter x between 1 or 2"#,
      printed: #"""
        error: unexpected 'or'
          filter x between 1 or 2
                             ^^ 'between' goes on with 'and': between 10 and 20
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"."#,
      printed: #"""
        error: unexpected '.'
          .
          ^ a word about the shell stands between a dot and a blank: .help filter
        """#),
    PrintedLine(
      line: #"churn in 2024 plot"#,
      printed: #"""
        error: unexpected 'plot'
          churn in 2024 plot
                        ^^^^ did you mean '| plot'?
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"churn)"#,
      printed: #"""
        error: unexpected ')'
          churn)
               ^ no '(' is open
        help: churn counts who left:  churn by month
        """#),
    PrintedLine(
      line: #"derive a = b = 3"#,
      printed: #"""
        error: unexpected '='
          derive a = b = 3
                       ^ to compare write ==
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"count 3"#,
      printed: #"""
        error: unexpected '3'
          count 3
                ^
        help: count counts the rows:  count
        """#),
    PrintedLine(
      line: #"set decimal"#,
      printed: #"""
        set decimal
        """#),
  ]
}
