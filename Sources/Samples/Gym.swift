import Calendars

/// An Italian gym that never was: its members, and what was planted among them.
package struct Gym: Sendable {
  /// The file: semicolons, decimal comma, day first.
  package let bytes: [UInt8]
  package let truth: GymTruth

  /// The same gym on every machine. Sizes below 1 make one row.
  package init(_ options: GymOptions = GymOptions()) {
    let members = Gym.members(options)
    bytes = Gym.file(members, options)
    truth = GymTruth(members, options)
  }

  /// A member with a code and stays.
  struct Entry {
    var code = ""
    let member: GymMember
    var stays: [GymStay]
  }

  /// Members in order of their first day, as the desk numbered them. The last member drawn loses
  /// the returns that there is no room for.
  private static func members(_ options: GymOptions) -> [Entry] {
    var entries: [Entry] = []
    var rows = 0
    while rows < max(1, options.size) {
      var random = SplitMix64(seed: options.seed, stream: entries.count)
      let member = GymMember(options, &random)
      var stays = GymLife(options: options, member: member).stays(&random)
      stays = Array(stays.prefix(max(1, options.size) - rows))
      rows += stays.count
      entries.append(Entry(member: member, stays: stays))
    }
    let order = entries.indices.sorted {
      (entries[$0].member.start, $0) < (entries[$1].member.start, $1)
    }
    return order.enumerated().map { place, index in
      var entry = entries[index]
      entry.code = "C" + padded(place + 1, to: 5)
      return entry
    }
  }

  private static let header = [
    "codice", "nominativo", "iscritto_il", "disdetta_il", "data_uscita", "motivo",
    "quota_mensile", "piano", "sede", "canale", "fascia_eta", "ore_assistenza", "reclami",
    "costo_acquisizione",
  ]

  /// The rows in order of their first day.
  private static func file(_ entries: [Entry], _ options: GymOptions) -> [UInt8] {
    var file = TextFile(encoding: options.encoding, lineEnds: options.lineEnds)
    file.add(line: header, separator: ";")
    let rows = entries.flatMap { entry in entry.stays.map { (entry: entry, stay: $0) } }
    let order = rows.indices.sorted { (rows[$0].stay.start, $0) < (rows[$1].stay.start, $1) }
    for row in order { file.add(line: cells(rows[row].entry, rows[row].stay), separator: ";") }
    return file.bytes
  }

  private static func cells(_ entry: Entry, _ stay: GymStay) -> [String] {
    [
      entry.code, entry.member.name, italianDate(stay.start),
      stay.announced.map(italianDate) ?? "", stay.end.map(italianDate) ?? "", stay.reason,
      italianDecimal(hundredths: stay.fee), entry.member.plan.rawValue, entry.member.branch,
      entry.member.channel.name, entry.member.age ?? "", italianDecimal(hundredths: stay.effort),
      String(stay.complaints), stay.acquisitionCost.map { italianDecimal(hundredths: $0) } ?? "",
    ]
  }
}
