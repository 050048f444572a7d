import Calendars
import Columns
import Presentation
import Testing

/// Tables for people: box, plain, Markdown.
@Suite struct PeopleFormatTests {
  @Test("draws a box")
  func drawsBox() {
    #expect(
      render(churnTable(), as: .box, options: .canonical) == """
        ┌────────┬─────────┬───────┬──────┬──────┬──────┬──────┬────────────────┐
        │ period │ opening │   new │ lost │ rate │  low │ high │ flag           │
        ├────────┼─────────┼───────┼──────┼──────┼──────┼──────┼────────────────┤
        │ 2021   │       0 │ 1,300 │   60 │      │      │      │                │
        │ 2022   │   1,240 │    12 │   72 │ 5.8% │ 4.6% │ 7.2% │ above the band │
        │ 2023   │   1,180 │    70 │   49 │ 4.2% │ 3.2% │ 5.4% │                │
        │ 2024   │   1,201 │     9 │   48 │ 4.0% │ 3.0% │ 5.3% │                │
        └────────┴─────────┴───────┴──────┴──────┴──────┴──────┴────────────────┘

        """)
  }

  @Test("draws a box in ASCII, with a decimal comma")
  func drawsASCII() {
    let options = RenderingOptions(usesUnicode: false, decimalSeparator: ",")
    #expect(
      render(reasonsTable(), as: .box, options: options) == """
        +-----------+---------+--------+
        | reason    | clients |  share |
        +-----------+---------+--------+
        | price     |     212 | 52,61% |
        | moved     |     148 | 36,72% |
        | (missing) |      40 |  9,93% |
        | other     |       3 |  0,74% |
        +-----------+---------+--------+

        """)
  }

  @Test("leaves out columns of a box that is too wide, not those it is about, and says which")
  func leavesOutColumns() {
    #expect(
      render(churnTable(), as: .box, options: RenderingOptions(width: 48)) == """
        ┌───────┬─────┬─────┬─────┬───────────────┐
        │ period┊ rate│  low│ high│ flag          │
        ├───────┼─────┼─────┼─────┼───────────────┤
        │ 2021  ┊     │     │     │               │
        │ 2022  ┊ 5.8%│ 4.6%│ 7.2%│ above the band│
        │ 2023  ┊ 4.2%│ 3.2%│ 5.4%│               │
        │ 2024  ┊ 4.0%│ 3.0%│ 5.3%│               │
        └───────┴─────┴─────┴─────┴───────────────┘
        3 more columns: opening, new, lost

        """)
  }

  @Test("writes plain columns and no trailing blanks")
  func writesPlain() {
    #expect(
      render(churnTable(), as: .plain, options: .canonical) == """
        period  opening    new  lost  rate   low  high  flag
        2021          0  1,300    60
        2022      1,240     12    72  5.8%  4.6%  7.2%  above the band
        2023      1,180     70    49  4.2%  3.2%  5.4%
        2024      1,201      9    48  4.0%  3.0%  5.3%

        """)
  }

  @Test("cuts long text in plain columns and keeps every column")
  func cutsPlain() {
    let text = render(awkwardTable(), as: .plain, options: RenderingOptions(width: 40))
    #expect(
      text == """
        name          since       seen                                paid     score                    id  active
        李小龍        2024-02-29  1970-01-01 00:00:00         1,234,567.89     1e300                  1984  yes
        a\\u{1B…m|b\\n              2023-11-14 22:13:20.123456          0.00    1.5e-7   9223372036854775807  no
        (missing)     1867-07-01  1969-12-31 23:59:59.999999        -12.50            -9223372036854775808
                                                                      0.00     -2.25                     0
        =1+2                                                                0.333333                        yes
        <b>"x"…y</b>                                                   inf                              -7  no

        """)
  }

  @Test("writes Markdown in which no text of the data is markup")
  func writesMarkdown() {
    let lines = render(awkwardTable(), as: .markdown, options: .canonical)
      .split(separator: "\n").map(String.init)
    #expect(
      lines[0].hasPrefix("| name                | since      | seen "))
    #expect(lines[1].hasSuffix("---: | ------ |"))
    #expect(lines[3].hasPrefix(#"| a\\u{1B}\[31m\|b\\n |  "#))
    #expect(lines[7].hasPrefix(#"| \<b>"x", y\</b>     |  "#))
    #expect(
      render(reasonsTable(), as: .markdown, options: .canonical) == """
        | reason    | clients |  share |
        | --------- | ------: | -----: |
        | price     |     212 | 52.61% |
        | moved     |     148 | 36.72% |
        | (missing) |      40 |  9.93% |
        | other     |       3 |  0.74% |

        """)
  }

  @Test("says how many rows are not shown", arguments: [OutputFormat.box, .plain, .markdown])
  func limitsRows(_ format: OutputFormat) {
    let options = RenderingOptions(maximumRows: 40)
    let text = render(longTable(rows: 5000), as: format, options: options)
    #expect(text.hasSuffix("\n4,960 more rows, .last shows all\n"))
    #expect(text.split(separator: "\n").count < 46)
    #expect(
      render(longTable(rows: 41), as: format, options: options)
        .hasSuffix("\n1 more row, .last shows all\n"))
    #expect(!render(longTable(rows: 40), as: format, options: options).contains("more"))
  }

  @Test("draws tables without rows or columns", arguments: [OutputFormat.box, .plain, .markdown])
  func drawsEmpty(_ format: OutputFormat) {
    let text = render(longTable(rows: 0), as: format, options: .canonical)
    #expect(text.contains("number") && text.hasSuffix("no rows\n"))
    let nothing = Table(schema: Schema([]), columns: [])
    #expect(render(nothing, as: format, options: .canonical) == "no columns\n")
  }

  @Test("writes no escape sequence without colour, and some with it")
  func colors() {
    for format in [OutputFormat.box, .plain, .markdown] {
      #expect(!render(awkwardTable(), as: format, options: .canonical).contains("\u{1B}"))
    }
    let colored = render(churnTable(), as: .plain, options: RenderingOptions(usesColor: true))
    #expect(colored.hasPrefix("\u{1B}[1mperiod"))
  }

  @Test(
    "gives rates the decimals that their intervals deserve",
    arguments: [(0.02, "4.1%"), (0.004, "4.12%"), (0.0004, "4.123%")])
  func decimalsOfRates(_ halfWidth: Double, _ expected: String) {
    let names = ["rate", "low", "high"]
    let values = [0.04123, 0.04123 - halfWidth, 0.04123 + halfWidth]
    let table = Table(
      schema: Schema(names.map { Field($0, .decimal, unit: .rate) }),
      columns: values.map { Column(.decimal, [.decimal($0)]) })
    let row = render(table, as: .plain, options: .canonical).split(separator: "\n")[1]
    #expect(row.split(separator: " ").first.map(String.init) == expected)
  }
}
