import Language
import Testing

/// The whole printed message where a name with blanks has no backticks.
@Suite("Names with blanks, without backticks")
struct BlankNameTests {
  @Test("each shows the words as one name in backticks", arguments: cases)
  func printed(example: PrintedLine) {
    #expect(outcome(example.line) == example.printed)
  }

  private static let cases: [PrintedLine] = [
    PrintedLine(
      line: #"filter Political Affiliation at Appointment == "Liberal""#,
      printed: #"""
        error: a name with blanks takes backticks
          filter Political Affiliation at Appointment == "Liberal"
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `Political Affiliation at Appointment`
        """#),
    PrintedLine(
      line: #"filter plan == "a" and Date of Birth > 2000"#,
      printed: #"""
        error: filter takes no 'of'
          filter plan == "a" and Date of Birth > 2000
                                      ^^ a name with blanks takes backticks: `Date of Birth`
        help: filter takes no clauses:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter tenure > 5 years active"#,
      printed: #"""
        error: unexpected 'active'
          filter tenure > 5 years active
                                  ^^^^^^ join conditions with 'and' or 'or'
        help: filter keeps the rows that match:  filter plan == "annual"
        """#),
    PrintedLine(
      line: #"filter Address Line 2 == "x""#,
      printed: #"""
        error: a name with blanks takes backticks
          filter Address Line 2 == "x"
                 ^^^^^^^^^^^^^^ write `Address Line 2`
        """#),
    PrintedLine(
      line: #"select Political Affiliation"#,
      printed: #"""
        error: unexpected 'Affiliation'
          select Political Affiliation
                           ^^^^^^^^^^^ put a comma between them, or backticks around one name: `Political Affiliation`
        help: select keeps these columns:  select name, fee
        """#),
    PrintedLine(
      line: #"select Name, Province / Territory"#,
      printed: #"""
        error: a name with blanks or signs takes backticks
          select Name, Province / Territory
                       ^^^^^^^^^^^^^^^^^^^^ write `Province / Territory`
        """#),
    PrintedLine(
      line: #"select Date of Birth"#,
      printed: #"""
        error: select takes no 'of'
          select Date of Birth
                      ^^ a name with blanks takes backticks: `Date of Birth`
        help: select takes no clauses:  select name, fee
        """#),
    PrintedLine(
      line: #"group by Province Name"#,
      printed: #"""
        error: unexpected 'Name'
          group by Province Name
                            ^^^^ put a comma between them, or backticks around one name: `Province Name`
        help: group counts the rows of each group:  group by reason
        """#),
    PrintedLine(
      line: #"group by Date of Birth"#,
      printed: #"""
        error: group takes no 'of'
          group by Date of Birth
                        ^^ a name with blanks takes backticks: `Date of Birth`
        help: group takes by, in, top:  group by reason
        """#),
    PrintedLine(
      line: #"group by plan: s = sum(Total Fee)"#,
      printed: #"""
        error: a name with blanks takes backticks
          group by plan: s = sum(Total Fee)
                                 ^^^^^^^^^ write `Total Fee`
        """#),
    PrintedLine(
      line: #"sort Total Fee desc"#,
      printed: #"""
        error: unexpected 'Fee'
          sort Total Fee desc
                     ^^^ put a comma between them, or backticks around one name: `Total Fee`
        help: sort orders the rows:  sort fee desc
        """#),
    PrintedLine(
      line: #"derive Total Fee = a + b"#,
      printed: #"""
        error: a name with blanks takes backticks
          derive Total Fee = a + b
                 ^^^^^^^^^ write `Total Fee`
        """#),
    PrintedLine(
      line: #"derive x = Total Fee * 2"#,
      printed: #"""
        error: unexpected 'Fee'
          derive x = Total Fee * 2
                           ^^^ put a comma between them, or backticks around one name: `Total Fee`
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"derive a = b c = d"#,
      printed: #"""
        error: unexpected 'c'
          derive a = b c = d
                       ^ put a comma between them
        help: derive adds computed columns:  derive net = fee - discount
        """#),
    PrintedLine(
      line: #"load x.csv with end = Data disdetta"#,
      printed: #"""
        error: unexpected 'disdetta'
          load x.csv with end = Data disdetta
                                     ^^^^^^^^ put a comma between them, or backticks around one name: `Data disdetta`
        help: load reads a file:  load gym.csv
        """#),
    PrintedLine(
      line: #"forecast 6 months of Mean Fee"#,
      printed: #"""
        error: a name with blanks takes backticks
          forecast 6 months of Mean Fee
                               ^^^^^^^^ write `Mean Fee`
        """#),
  ]
}
