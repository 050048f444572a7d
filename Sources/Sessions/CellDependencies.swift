import Language
import Planning
import TableFiles

/// Which earlier cells each cell of a notebook follows from, read off the sources: nothing runs.
///
/// A cell follows from the last one that wrote each thing it reads: a table, which table is the
/// current one, the previous result, the settings. Where the words leave it open (a name that may be
/// a column or a table) it counts as read, so a cell is rather run once more than left stale.
struct CellDependencies {
  /// Something of the session that a cell reads or writes.
  enum Part: Hashable {
    /// By its name in lower case.
    case table(String)
    case current
    case previous
    case settings
  }

  /// What is known of one cell.
  struct Links {
    /// The positions of the cells that it follows from directly, in order.
    var dependencies: [Int]
    var writes: Set<Part>
    /// The files that it loads, as written.
    var paths: [String]
  }

  private(set) var cells: [Links] = []
  private let lexicon: Lexicon
  private var lastWriter: [Part: Int] = [:]
  private var currentTable: String?

  init(_ lexicon: Lexicon) {
    self.lexicon = lexicon
  }

  /// Takes the next cell of the notebook.
  @discardableResult
  mutating func add(_ source: String) -> Links {
    var reader = CellReading(lexicon: lexicon, known: tables, currentTable: currentTable)
    for statement in splitStatements(source) { reader.read(statement.text) }
    let dependencies = Set(reader.reads.compactMap { lastWriter[$0] }).sorted()
    for part in reader.writes { lastWriter[part] = cells.count }
    currentTable = reader.currentTable
    let links = Links(dependencies: dependencies, writes: reader.writes, paths: reader.paths)
    cells.append(links)
    return links
  }

  /// The positions of all cells that follow from this one, directly or not, in order.
  func followers(of cell: Int) -> [Int] {
    var found: Set<Int> = [cell]
    for later in cells.indices where later > cell {
      if cells[later].dependencies.contains(where: found.contains) { found.insert(later) }
    }
    return found.subtracting([cell]).sorted()
  }

  private var tables: Set<String> {
    Set(lastWriter.keys.compactMap { if case .table(let name) = $0 { name } else { nil } })
  }
}

/// What the statements of one cell read and write.
private struct CellReading {
  let lexicon: Lexicon
  var known: Set<String>
  var currentTable: String?
  /// What is read of earlier cells: a thing that the cell itself wrote before is not.
  private(set) var reads: Set<CellDependencies.Part> = [.settings]
  private(set) var writes: Set<CellDependencies.Part> = []
  private(set) var paths: [String] = []

  init(lexicon: Lexicon, known: Set<String>, currentTable: String?) {
    self.lexicon = lexicon
    self.known = known
    self.currentTable = currentTable
  }

  mutating func read(_ text: String) {
    guard case .pipeline(let pipeline, let name)? = parse(text, grammar: lexicon.grammar).statement
    else { return }
    let effect = pipeline.stages.first.map(effect) ?? .none
    note(reading: source(of: pipeline, effect))
    let lowered = text.lowercased()
    note(reading: known.filter { lowered.contains($0) }.map { .table($0) })
    apply(effect, pipeline.stages.first)
    if let name { write(.table(name.text.lowercased())) }
    if effect == .none || effect == .loadsDataset || name != nil { write(.previous) }
  }

  private func effect(_ stage: Stage) -> SessionEffect {
    lexicon.verb(named: stage.verbName)?.effect(of: stage) ?? .none
  }

  private func source(
    of pipeline: Pipeline, _ effect: SessionEffect
  ) -> [CellDependencies.Part] {
    switch pipeline.source {
    case .previous: return [.previous]
    case .named(let name): return [.table(name.text.lowercased())]
    case .current:
      if effect == .loadsDataset || effect == .choosesDataset { return [] }
      let first = pipeline.stages.first.flatMap { lexicon.verb(named: $0.verbName) }
      if first?.readsPreviousResult == true { return [.previous] }
      return [.current] + (currentTable.map { [.table($0)] } ?? [])
    }
  }

  private mutating func apply(_ effect: SessionEffect, _ stage: Stage?) {
    switch effect {
    case .none: break
    case .loadsDataset: load(stage)
    case .choosesDataset:
      if case .names(let names)? = stage?.argument, let name = names.first {
        choose(name.text.lowercased())
      }
    case .changesRoles: if let currentTable { write(.table(currentTable)) }
    case .changesSettings:
      if let file = stage?.namedFile { paths.append(file.path) }
      write(.settings)
    }
  }

  private mutating func load(_ stage: Stage?) {
    switch stage?.argument {
    case .path(let path, _)?: paths.append(path)
    case .sample(let name)?: paths.append("sample \(name.text)")
    default: return
    }
    let stem = paths[paths.count - 1].replacing("sample ", with: "")
    let name = tableName(forFile: stem, lexicon.grammar).lowercased()
    write(.table(name))
    write(.table(rejectsName))
    choose(name)
  }

  private mutating func choose(_ table: String) {
    currentTable = table
    write(.current)
  }

  private mutating func write(_ part: CellDependencies.Part) {
    writes.insert(part)
    if case .table(let name) = part { known.insert(name) }
  }

  private mutating func note(reading parts: [CellDependencies.Part]) {
    reads.formUnion(parts.filter { !writes.contains($0) })
  }
}
