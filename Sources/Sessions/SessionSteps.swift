/// The cells of a session with the states before and after each, so that one can be changed and only
/// what follows from it is run again.
///
/// A session is a value whose tables share their storage: keeping one a cell costs little more than
/// the results themselves.
package struct SessionSteps: Sendable {
  package struct Step: Sendable {
    package var id: String
    package var source: String
    package var result: CellResult
    var before: Session
    var after: Session
  }

  package private(set) var steps: [Step] = []

  package init() {}

  package var isEmpty: Bool { steps.isEmpty }

  /// Takes down a cell that succeeded.
  package mutating func add(
    _ id: String, _ source: String, _ result: CellResult, before: Session, after: Session
  ) {
    steps.append(Step(id: id, source: source, result: result, before: before, after: after))
  }

  package func position(of id: String) -> Int? { steps.lastIndex { $0.id == id } }

  /// The state before the last cell, which is forgotten; nil where there is none.
  package mutating func undo() -> (id: String, session: Session)? {
    steps.popLast().map { ($0.id, $0.before) }
  }

  /// What changing a cell comes to: the state after the last cell and the cells that ran again, in
  /// order. Throws the first that failed, and then nothing has changed.
  package struct Change: Sendable {
    package var steps: SessionSteps
    package var session: Session
    package var ran: [Step]
  }

  package struct Failure: Error {
    package var id: String
    package var result: CellResult
  }

  /// Gives a cell another source, or takes it out (nil), and runs again what follows from it and
  /// nothing else: of the other cells the effects are carried over.
  package func changing(
    _ position: Int, to source: String?, isCancelled: () -> Bool
  ) throws(Failure) -> Change {
    var followers = self.followers(of: position, as: steps[position].source)
    followers.formUnion(self.followers(of: position, as: source ?? ""))
    var changed = SessionSteps()
    changed.steps = Array(steps[..<position])
    var session = steps[position].before
    var ran: [Step] = []
    for index in position..<steps.count {
      var step = steps[index]
      if index == position {
        guard let source else { continue }
        step.source = source
      }
      step.before = session
      if index == position || followers.contains(index) {
        step.result = session.evaluateCell(step.source, isCancelled: isCancelled)
        if step.result.error != nil || step.result.isCancelled {
          throw Failure(id: step.id, result: step.result)
        }
        ran.append(step)
      } else {
        session.carry(effects(of: index), from: steps[index].after)
      }
      step.after = session
      changed.steps.append(step)
    }
    return Change(steps: changed, session: session, ran: ran)
  }

  private func dependencies(_ position: Int, as source: String) -> CellDependencies {
    var dependencies = CellDependencies(steps[0].before.lexicon)
    for (index, step) in steps.enumerated() {
      dependencies.add(index == position ? source : step.source)
    }
    return dependencies
  }

  private func followers(of position: Int, as source: String) -> Set<Int> {
    Set(dependencies(position, as: source).followers(of: position))
  }

  private func effects(of position: Int) -> Set<CellDependencies.Part> {
    dependencies(position, as: steps[position].source).cells[position].writes
  }
}

extension Session {
  /// Takes over what a cell wrote from the state after it.
  fileprivate mutating func carry(_ parts: Set<CellDependencies.Part>, from other: Session) {
    for part in parts {
      switch part {
      case .table(let name):
        for known in tables.names + other.tables.names where known.lowercased() == name {
          tables[known] = other.tables[known]
        }
      case .current: current = other.current
      case .previous:
        previous = other.previous
        picture = other.picture
      case .settings: settings = other.settings
      }
    }
    revision += 1
  }
}
