package import Notebooks

/// The reports of notebook commands as one JSON object on a line, for programs.
extension NotebookVerification {
  package func json(path: String) -> JSONValue {
    [
      "file": .text(path), "same": .boolean(isSame), "compared": .integer(comparedCount),
      "data_changed": .array(changedData.map { .text($0) }),
      "differences": .array(
        differences.map {
          [
            "cell": .text($0.cellID),
            "cause": .text($0.cause.rawValue),
            "summary": $0.summary.map { .text($0) } ?? .null, "diff": .text($0.diff),
          ]
        }),
      "never_run": .array(neverRun.map { .text($0) }), "failure": failure?.json ?? .null,
    ]
  }
}

extension NotebookRun.Failure {
  package var json: JSONValue {
    ["cell": .text(cellID), "line": .integer(line), "message": .text(text)]
  }
}

extension NotebookCheck {
  package func json(path: String) -> JSONValue {
    [
      "file": .text(path), "clean": .boolean(isClean), "fresh": .integer(freshCount),
      "problems": .array(
        problems.map {
          ["cell": .text($0.cellID), "line": .integer($0.line), "message": .text($0.text)]
        }),
      "stale": .array(
        stale.map {
          ["cell": .text($0.cellID), "line": .integer($0.line), "reason": .text($0.reason)]
        }),
    ]
  }
}

extension Grading {
  package func json(path: String) -> JSONValue {
    [
      "file": .text(path), "points": .decimal(points), "most": .decimal(most),
      "marks": .array(
        marks.map {
          [
            "cell": .text($0.cellID), "points": .decimal($0.points), "most": .decimal($0.most),
            "message": .text($0.message),
          ]
        }),
      "failure": failure?.json ?? .null,
    ]
  }
}
