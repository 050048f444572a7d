import Columns
import Texts

/// The words of a column's name, without case, accents and signs: `Data_Disdetta` is data, disdetta.
struct ColumnName {
  let words: [String]
  /// What the name makes the column fit for, best first for each role.
  let scores: [Role: Int]

  init(_ name: String) {
    words = wordsOfName(name)
    scores = roleScores(words)
  }

  func score(_ role: Role) -> Int { scores[role] ?? 0 }

  /// Eight digits in such a column are a date.
  var isDateLike: Bool {
    !scores.keys.filter { [.start, .end, .announced, .date].contains($0) }.isEmpty
      || words.contains { dateWords.contains($0) }
  }

  /// `3/2024` in such a column is a month.
  var isMonthLike: Bool { isDateLike || words.contains { monthWords.contains($0) } }

  /// `2024-03` in such a column numbers documents.
  var isDocumentLike: Bool { isIdentifierLike || words.contains { documentWords.contains($0) } }

  /// 0 and 1 in such a column are no and yes.
  var isFlagLike: Bool {
    score(.lost) > 0 || score(.renewed) > 0 || flagWords.contains(words.first ?? "")
      || flagWords.contains(words.last ?? "")
  }

  /// Digits in such a column are a code, never a quantity.
  var isCodeLike: Bool { words.contains { codeWords.contains($0) } }

  /// A value that is no number in such a column is an identifier of another form, not a slip.
  var isIdentifierLike: Bool {
    score(.customer) > 0 || isCodeLike || words.contains { identifierWords.contains($0) }
  }

  /// The unit of a length of stay, where the name says it.
  var tenureUnit: Unit {
    for word in words {
      if let unit = unitWords[word] { return unit }
    }
    return .none
  }
}

private let dateWords: Set<String> = [
  "date", "data", "datum", "fecha", "dt", "day", "giorno", "il", "on", "at",
]
private let monthWords: Set<String> = [
  "month", "mese", "mes", "mois", "monat", "period", "periodo", "periode", "competenza",
]
private let documentWords: Set<String> = [
  "invoice", "fattura", "order", "ordine", "protocol", "protocollo", "pratica", "document",
  "documento", "ricevuta", "receipt", "batch", "lot", "lotto", "season", "stagione",
]
private let flagWords: Set<String> = [
  "is", "has", "flag", "active", "attivo", "attiva", "yn", "bool", "indicator",
]
private let codeWords: Set<String> = [
  "phone", "telephone", "telefono", "tel", "cell", "cellulare", "mobile", "fax", "cap", "zip",
  "zipcode", "postcode", "postal", "plz", "iban", "piva", "iva", "fiscale", "ssn", "vat", "barcode",
  "ean", "isbn",
]
private let identifierWords: Set<String> = [
  "id", "code", "codice", "cod", "key", "uuid", "ref", "numero", "number", "nr", "no",
]
private let unitWords: [String: Unit] = [
  "day": .days, "days": .days, "giorni": .days, "gg": .days, "tage": .days, "jours": .days,
  "dias": .days, "month": .months, "months": .months, "mesi": .months, "monate": .months,
  "mois": .months, "meses": .months, "mos": .months, "year": .years, "years": .years,
  "anni": .years, "jahre": .years, "ans": .years, "anos": .years,
]
