import Columns
import Presentation
import Testing

@Test("wraps notes under their label and says what a blank means")
func wrapsNotes() {
  #expect(
    renderNotes(churnTable(), options: RenderingOptions(width: 40)) == """
      note: every row is one client: no column
            names a customer
      note: 2025 is unfinished
      note: a blank in rate, low, high is a
            missing value, not 0

      """)
  #expect(renderNotes(reasonsTable(), options: .canonical) == "")
}

@Test("prints a working in words, then in numbers, with source and pitfalls")
func printsWorking() {
  let working = Working(
    summary: "Churn is the share of clients who left.",
    steps: [
      Working.Step(
        words: "churn = lost of those here at the start / here at the start",
        numbers: "2024: 12 / 310 = 3.9%\n2023: 14 / 300 = 4.7%")
    ],
    source: "ChartMogul, Standard churn rate",
    pitfalls: ["A client who came and left within the period does not count here at all."])
  #expect(
    render(working, options: RenderingOptions(width: 60)) == """
      Churn is the share of clients who left.

        churn = lost of those here at the start / here at the
        start
          2024: 12 / 310 = 3.9%
          2023: 14 / 300 = 4.7%

      Source: ChartMogul, Standard churn rate

      Mind:
        - A client who came and left within the period does not
          count here at all.

      """)
}
