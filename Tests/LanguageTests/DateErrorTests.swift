import Language
import Testing

/// The whole printed message of what is wrong with a number or a date.
@Suite("Errors in numbers, dates and lengths of time")
struct DateErrorTests {
  @Test("each shows what is wrong, where, and the nearest fix", arguments: cases)
  func printed(example: PrintedLine) {
    #expect(outcome(example.line) == example.printed)
  }

  private static let cases: [PrintedLine] = [
    PrintedLine(
      line: "filter fee > .5",
      printed: #"""
        error: unexpected '.'
          filter fee > .5
                       ^ a number starts with a digit: 0.5
        """#),
    PrintedLine(
      line: #"filter stay > 6m"#,
      printed: #"""
        error: 'm' could be minutes or months
          filter stay > 6m
                        ^^ write 6 months, or 6mo
        """#),
    PrintedLine(
      line: #"forecast 6 m"#,
      printed: #"""
        error: 'm' could be minutes or months
          forecast 6 m
                   ^^^ write 6 months, or 6mo
        """#),
    PrintedLine(
      line: #"forecast 6"#,
      printed: #"""
        error: 'forecast' takes a length of time, not '6'
          forecast 6
                   ^ such as forecast 6 months
        help: forecast carries a series on:  forecast 6 months
        """#),
    PrintedLine(
      line: #"forecast 1.5 years"#,
      printed: #"""
        error: a length of time takes a whole number
          forecast 1.5 years
                   ^^^^^^^^^ use a smaller unit: 18 months for a year and a half
        """#),
    PrintedLine(
      line: #"filter end == 31/02"#,
      printed: #"""
        error: '31/02' is not in the calendar
          filter end == 31/02
                        ^^^^^ February has at most 29 days
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end == 05/03"#,
      printed: #"""
        error: '05/03' is not how a date is written here
          filter end == 05/03
                        ^^^^^ write YYYY-03-05 (5 March) or YYYY-05-03 (3 May)
        help: dates are written year-month-day:  2024-03-15  (a division has blanks around its '/')
        """#),
    PrintedLine(
      line: #"filter end == 15/03/2024"#,
      printed: #"""
        error: '15/03/2024' is not how a date is written here
          filter end == 15/03/2024
                        ^^^^^^^^^^ write 2024-03-15
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end >= 04/03/2024"#,
      printed: #"""
        error: '04/03/2024' is not how a date is written here
          filter end >= 04/03/2024
                        ^^^^^^^^^^ write 2024-03-04 (4 March) or 2024-04-03 (3 April)
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end >= 31/02/2024"#,
      printed: #"""
        error: '31/02/2024' is not in the calendar
          filter end >= 31/02/2024
                        ^^^^^^^^^^ February 2024 has 29 days
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end >= 15.03.2024"#,
      printed: #"""
        error: '15.03.2024' is not how a date is written here
          filter end >= 15.03.2024
                        ^^^^^^^^^^ write 2024-03-15
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end >= 2024/03/15"#,
      printed: #"""
        error: '2024/03/15' is not how a date is written here
          filter end >= 2024/03/15
                        ^^^^^^^^^^ write 2024-03-15
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end >= 03/2024"#,
      printed: #"""
        error: '03/2024' is not how a date is written here
          filter end >= 03/2024
                        ^^^^^^^ write 2024-03
        help: dates are written year-month-day:  2024-03-15  (a division has blanks around its '/')
        """#),
    PrintedLine(
      line: #"filter end >= 2024-02-31"#,
      printed: #"""
        error: '2024-02-31' is not in the calendar
          filter end >= 2024-02-31
                        ^^^^^^^^^^ February 2024 has 29 days
        """#),
    PrintedLine(
      line: #"filter end >= 2024-13"#,
      printed: #"""
        error: '2024-13' is not in the calendar
          filter end >= 2024-13
                        ^^^^^^^ months go from 01 to 12; a subtraction has blanks
        """#),
    PrintedLine(
      line: #"filter end >= 2024-Q5"#,
      printed: #"""
        error: '2024-Q5' is not in the calendar
          filter end >= 2024-Q5
                        ^^^^^^^ quarters go from Q1 to Q4
        """#),
    PrintedLine(
      line: #"filter end >= 2024-3"#,
      printed: #"""
        error: '2024-3' lacks a digit for a date
          filter end >= 2024-3
                        ^^^^^^ write 2024-03, or with blanks for a subtraction
        """#),
    PrintedLine(
      line: #"churn in 2024-W54"#,
      printed: #"""
        error: '2024-W54' is not in the calendar
          churn in 2024-W54
                   ^^^^^^^^ the weeks of 2024 go from W01 to W52
        """#),
    PrintedLine(
      line: #"churn in 2024..2020"#,
      printed: #"""
        error: the period ends before it starts
          churn in 2024..2020
                   ^^^^^^^^^^ write 2020..2024
        """#),
    PrintedLine(
      line: #"churn in march"#,
      printed: #"""
        error: 'in' takes a date or a period
          churn in march
                   ^^^^^ such as 2024, 2024-03, 2024-Q1, 2023-07..2024-06
        """#),
    PrintedLine(
      line: #"filter fee > 4,5"#,
      printed: #"""
        error: a comma does not mark decimals here
          filter fee > 4,5
                       ^^^ write 4.5
        """#),
    PrintedLine(
      line: #"filter a == 9223372036854775808"#,
      printed: #"""
        error: a whole number ends at 9223372036854775807
          filter a == 9223372036854775808
                      ^^^^^^^^^^^^^^^^^^^ write it with a decimal point: 9223372036854775808.0
        """#),
    PrintedLine(
      line: #"filter a == 1e999"#,
      printed: #"""
        error: a number ends at about 1.8e308
          filter a == 1e999
                      ^^^^^
        """#),
    PrintedLine(
      line: #"filter x in "a""#,
      printed: #"""
        error: 'in' takes a list in brackets, or a period
          filter x in "a"
                      ^^^ write in ("a")
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter 5x == 3"#,
      printed: #"""
        error: '5x' is neither a number nor a name
          filter 5x == 3
                 ^^ a name that starts with a digit takes backticks: `5x`
        """#),
    PrintedLine(
      line: #"filter x > 1.200,5"#,
      printed: #"""
        error: a comma does not mark decimals here
          filter x > 1.200,5
                     ^^^^^^^ write 1200.5
        """#),
    PrintedLine(
      line: #"filter x > 1,200.50"#,
      printed: #"""
        error: a comma does not mark thousands here
          filter x > 1,200.50
                     ^^^^^^^^ write 1200.50
        """#),
    PrintedLine(
      line: #"filter x > 1,200"#,
      printed: #"""
        error: a comma does not mark decimals here
          filter x > 1,200
                     ^^^^^ write 1.200 or 1200
        """#),
    PrintedLine(
      line: #"filter x > 1.200.300,5"#,
      printed: #"""
        error: a comma does not mark decimals here
          filter x > 1.200.300,5
                     ^^^^^^^^^^^ write 1200300.5
        """#),
    PrintedLine(
      line: #"filter x > 1.200.300"#,
      printed: #"""
        error: nothing marks thousands here
          filter x > 1.200.300
                     ^^^^^^^^^ write 1200300
        """#),
    PrintedLine(
      line: #"filter x > 1_200,5"#,
      printed: #"""
        error: a comma does not mark decimals here
          filter x > 1_200,5
                     ^^^^^^^ write 1200.5
        """#),
    PrintedLine(
      line: #"filter x > 1.2,5"#,
      printed: #"""
        error: unexpected ','
          filter x > 1.2,5
                        ^
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter end == 31/04"#,
      printed: #"""
        error: '31/04' is not in the calendar
          filter end == 31/04
                        ^^^^^ April has at most 30 days
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end == 02/30"#,
      printed: #"""
        error: '02/30' is not in the calendar
          filter end == 02/30
                        ^^^^^ February has at most 29 days
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end == 31/02/2023"#,
      printed: #"""
        error: '31/02/2023' is not in the calendar
          filter end == 31/02/2023
                        ^^^^^^^^^^ February 2023 has 28 days
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end == 00/05"#,
      printed: #"""
        error: '00/05' is not in the calendar
          filter end == 00/05
                        ^^^^^ days and months are counted from 1
        help: dates are written year-month-day:  2024-03-15
        """#),
    PrintedLine(
      line: #"filter end == 2024/31/04"#,
      printed: #"""
        error: '2024/31/04' is not in the calendar
          filter end == 2024/31/04
                        ^^^^^^^^^^ months go from 01 to 12
        help: dates are written year-month-day:  2024-03-15
        """#),
  ]
}
