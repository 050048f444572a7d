import Notebooks
import Sessions
import TestSupport
import Testing

@Suite("Marking exercises")
struct GradingTests {
  private let folder: TemporaryFolder

  private static let checks = """
    Prose far above.

    ```ritorno {#aside}
    count
    ```

    Group the members by *plan*.

    ```ritorno {#q1 points=2}
    group by plan: n = count()
    ```

    ```ritorno {#q2 rtol=0.01}
    group by plan: mean = avg(fee)
    ```

    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("member,plan,fee\n1,annual,40\n2,monthly,50\n3,monthly,60\n", to: "gym.csv")
    try folder.write(Self.checks, to: "checks.md")
  }

  private func grade(_ q1: String, _ q2: String = "group by plan: mean = avg(fee)") throws
    -> Grading
  {
    try folder.write(
      """
      ```ritorno
      load gym.csv
      ```

      ```ritorno {#aside}
      count
      ```

      ```ritorno {#q1 .exercise points=2}
      \(q1)
      ```

      ```ritorno {#q2 .exercise}
      \(q2)
      ```

      """, to: "lesson.md")
    return try Grading(
      OpenNotebook(path: folder.path("lesson.md")),
      against: OpenNotebook(path: folder.path("checks.md")), ReplayChoices())
  }

  @Test("gives all points for the model answer, whatever the line that leads to it")
  func right() throws {
    let grading = try grade("sort plan\n# by plan\ngroup by plan: members = count()")
    #expect(grading.points == 4 && grading.most == 4, "\(grading.marks)")
    #expect(grading.marks.map(\.cellID) == ["aside", "q1", "q2"])
  }

  @Test("says what is not right without giving the figure away, and then what the teacher wrote")
  func wrong() throws {
    let rows = try grade("count").marks[1]
    #expect(rows.points == 0 && rows.message.contains("it has 1 row, and 2 rows are expected"))
    #expect(rows.advice == "Group the members by *plan*.")
    let values = try grade("filter fee > 40 or plan == \"annual\" | group by plan: n = sum(fee)")
    #expect(values.marks[1].message == "the column 'n' is not as expected in any row")
    let text = values.report(path: "lesson.md")
    #expect(text.contains("q1: the column 'n' is not as expected in any row (0 of 2)\n  Group the"))
    #expect(text.hasSuffix("lesson.md: 2 of 4 points\n"))
  }

  @Test("takes numbers as equal within the tolerance of the check")
  func tolerance() throws {
    func points(_ factor: String) throws -> Double {
      try grade(
        "group by plan: n = count()",
        "derive f = fee * \(factor) | group by plan: mean = avg(f)"
      ).points
    }
    #expect(try points("1.005") == 4)
    #expect(try points("1.02") == 3)
  }

  @Test("marks the rest where a cell is empty, fails or is gone")
  func unanswered() throws {
    let empty = try grade("# your turn")
    #expect(empty.marks[1].message == "not answered yet" && empty.points == 2)
    let failing = try grade("group by paln")
    #expect(
      failing.marks[1].message.hasPrefix("the line does not run: error:") && failing.points == 2)
    try folder.write("```ritorno\nload gym.csv\n```\n", to: "lesson.md")
    let gone = try Grading(
      OpenNotebook(path: folder.path("lesson.md")),
      against: OpenNotebook(path: folder.path("checks.md")), ReplayChoices())
    #expect(gone.points == 0 && gone.marks.count == 3)
    #expect(gone.marks[1].message.contains("there is no cell {#q1}"))
  }

  @Test("blames the teacher's file where the model answer itself fails")
  func brokenCheck() throws {
    try folder.write("```ritorno {#q1}\ngroup by nothing\n```\n", to: "checks.md")
    #expect(throws: NotebookFileError.self) { try grade("count") }
  }
}
