-- What must be true of the books at any moment, whatever failed. `manage.py check_books` runs this file in each country
-- (row-level security shows each its own rows); so does every fault test. A query answers one sentence per fault.
-- A line "-- I<n> title" begins an invariant (reference: experience.md B4); I6 (files) and I9 (keys) are in check_books.

-- I1 every ledger transaction balances, in one currency
SELECT format('Ledger transaction %s sums to %s, expected 0.00.', t.event, sum(e.amount))
  FROM invoicing_ledgertransaction t JOIN invoicing_ledgerentry e ON e.transaction_id = t.id
 GROUP BY t.id, t.event HAVING sum(e.amount) <> 0;
SELECT format('Ledger transaction %s has %s currencies, expected one.', t.event, count(DISTINCT a.currency))
  FROM invoicing_ledgertransaction t JOIN invoicing_ledgerentry e ON e.transaction_id = t.id
  JOIN invoicing_ledgeraccount a ON a.id = e.account_id
 GROUP BY t.id, t.event HAVING count(DISTINCT a.currency) > 1;
SELECT format('Ledger transaction %s has no entry.', t.event)
  FROM invoicing_ledgertransaction t
 WHERE NOT EXISTS (SELECT FROM invoicing_ledgerentry e WHERE e.transaction_id = t.id);
SELECT format('Account %s of activity %s is overdrawn by %s.', a.code, a.activity_id, sum(e.amount))
  FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id
 WHERE a.code IN ('activity.available', 'activity.reserved')
 GROUP BY a.id, a.code, a.activity_id HAVING sum(e.amount) > 0;

-- I2 each payslip is posted exactly once, no posting is without its payslip, and reserved money has its contract
SELECT format('Run line %s was posted, but its ledger transaction is missing.', l.id)
  FROM invoicing_runline l
 WHERE l.posted_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM invoicing_ledgertransaction t WHERE t.event = 'payroll:' || l.id);
SELECT format('Ledger transaction %s has no posted run line.', t.event)
  FROM invoicing_ledgertransaction t
 WHERE t.kind = 'payroll'
   AND NOT EXISTS (SELECT FROM invoicing_runline l WHERE t.event = 'payroll:' || l.id AND l.posted_at IS NOT NULL);
SELECT format('Payslip %s is %s net, but %s was booked as payable.', p.number, p.net, coalesce(-sum(e.amount), 0))
  FROM invoicing_payslip p JOIN invoicing_runline l ON l.id = p.line_id AND l.posted_at IS NOT NULL
  LEFT JOIN invoicing_ledgertransaction t ON t.event = 'payroll:' || l.id
  LEFT JOIN (invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id AND a.code IN ('pay.net_payable', 'pay.claims'))
    ON e.transaction_id = t.id
 GROUP BY p.id, p.number, p.net HAVING p.net <> coalesce(-sum(e.amount), 0);
SELECT format('Contract %s has %s ordinary payslips that were posted, expected one at most.', c.reference, count(*))
  FROM activities_contract c
  JOIN invoicing_runline l ON l.contract_id = c.id AND l.posted_at IS NOT NULL AND l.kind = 'ordinary'
 GROUP BY c.id, c.reference HAVING count(*) > 1;
SELECT format('Run line %s took %s from the provisions, its payslips set %s aside.', l.id, l.provisioned, p.aside)
  FROM invoicing_runline l
  JOIN (SELECT contract_id, sum(provisions) FILTER (WHERE provisions > 0) AS aside
          FROM invoicing_payslip WHERE is_approved GROUP BY contract_id) p ON p.contract_id = l.contract_id
 WHERE l.kind = 'one_off' AND l.posted_at IS NOT NULL AND l.provisioned > coalesce(p.aside, 0);
SELECT format('Payslip %s is owed back by %s, of which %s was recovered.', p.number, -p.net, sum(r.amount))
  FROM invoicing_payrecovery r JOIN invoicing_payslip p ON p.id = r.claim_id
 GROUP BY p.id, p.number, p.net HAVING sum(r.amount) > -p.net;
SELECT format('Run line %s is %s but has %s payslips.', l.id, l.state, count(p.id))
  FROM invoicing_runline l LEFT JOIN invoicing_payslip p ON p.line_id = l.id
 GROUP BY l.id, l.state HAVING count(p.id) <> CASE WHEN l.state = 'computed' THEN 1 ELSE 0 END;
SELECT format('Activity %s has %s reserved, its contracts that are not posted and its claims being checked ask for %s.', r.activity_id, r.held, r.asked)
  FROM (SELECT a.activity_id, -sum(e.amount) AS held,
               (SELECT coalesce(sum(c.budget), 0) FROM activities_contract c
                 WHERE c.activity_id = a.activity_id AND c.state <> 'cancelled'
                   AND EXISTS (SELECT FROM invoicing_ledgertransaction t WHERE t.event = 'reserved:' || c.id)
                   AND NOT EXISTS (SELECT FROM invoicing_ledgertransaction t WHERE t.event = 'released:' || c.id)
                   AND NOT EXISTS (SELECT FROM invoicing_runline l WHERE l.contract_id = c.id AND l.posted_at IS NOT NULL)
               ) + (SELECT coalesce(sum(x.held), 0) FROM activities_expenseclaim x
                     WHERE x.activity_id = a.activity_id AND x.state = 'submitted') AS asked
          FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id
         WHERE a.code = 'activity.reserved' GROUP BY a.activity_id) r
 WHERE r.held <> r.asked;

-- I3 numbers run from 1 without a gap or a double
SELECT format('Series %s %s of entity %s: %s documents, the last number is %s and the counter says %s.',
              s.kind, s.year, s.entity_id, count(i.id), coalesce(max(i.sequence), 0), s.last_number)
  FROM invoicing_series s
  LEFT JOIN invoicing_invoice i
    ON i.entity_id = s.entity_id AND s.kind = CASE i.kind WHEN 'deposit' THEN 'invoice' ELSE i.kind END AND i.series_year = s.year AND i.sequence IS NOT NULL
 WHERE s.kind IN ('invoice', 'credit_note')
 GROUP BY s.id, s.kind, s.year, s.entity_id, s.last_number
HAVING count(i.id) <> s.last_number OR coalesce(max(i.sequence), 0) <> s.last_number
    OR count(DISTINCT i.sequence) <> count(i.id);
SELECT format('Payslips: %s are approved, but the counters gave %s numbers.', slips.n, series.n)
  FROM (SELECT count(*) AS n FROM invoicing_payslip WHERE is_approved) slips,
       (SELECT coalesce(sum(last_number), 0) AS n FROM invoicing_series WHERE kind = 'payslip') series
 WHERE slips.n <> series.n;

SELECT format('Register of shares: %s lines, the last is %s and the counter says %s.', l.n, l.last, r.last)
  FROM (SELECT count(*) AS n, coalesce(max(number), 0) AS last FROM members_sharemovement) l,
       (SELECT coalesce(max(last_number), 0) AS last FROM members_shareregister) r
 WHERE l.n <> l.last OR l.last <> r.last;

-- I4 what the payslips say, the run says, the ledger says and the bank is told is one sum
SELECT format('Transfer %s names %s payments of %s, its items are %s of %s.',
              f.message_id, f.count, f.total, count(i.id), coalesce(sum(i.amount), 0))
  FROM invoicing_transferfile f LEFT JOIN invoicing_transferitem i ON i.transfer_id = f.id
 GROUP BY f.id, f.message_id, f.count, f.total
HAVING f.count <> count(i.id) OR f.total <> coalesce(sum(i.amount), 0);
SELECT format('Transfer %s pays %s for payslip %s, whose net is %s, of which %s was withheld.',
              f.message_id, i.amount, p.number, p.net, w.withheld)
  FROM invoicing_transferitem i JOIN invoicing_transferfile f ON f.id = i.transfer_id
  JOIN invoicing_payslip p ON p.id = i.payslip_id
 CROSS JOIN LATERAL (SELECT (SELECT coalesce(sum(amount), 0) FROM invoicing_payrecovery WHERE taken_from_id = p.id)
                          + (SELECT coalesce(sum(amount), 0) FROM invoicing_shareinstalment WHERE payslip_id = p.id) AS withheld) w
 WHERE i.amount <> p.net - w.withheld;
SELECT format('Run %s is paid, but payslip %s is in no executed transfer.', l.run_id, p.number)
  FROM invoicing_payslip p JOIN invoicing_runline l ON l.id = p.line_id
  JOIN invoicing_payrollrun r ON r.id = l.run_id AND r.state = 'paid'
 WHERE p.net > 0 AND NOT EXISTS (
       SELECT FROM invoicing_transferitem i JOIN invoicing_transferfile f ON f.id = i.transfer_id
        WHERE i.payslip_id = p.id AND NOT i.is_cancelled AND f.state = 'executed');
SELECT format('Run %s is %s, but %s of its payslips are not posted.', r.id, r.state, count(*))
  FROM invoicing_payrollrun r JOIN invoicing_runline l ON l.run_id = r.id AND l.state = 'computed'
 WHERE r.state IN ('posted', 'paid') AND l.posted_at IS NULL GROUP BY r.id, r.state;

SELECT format('Transfer %s pays %s for payable %s of %s.', f.message_id, i.amount, p.id, p.amount)
  FROM invoicing_transferitem i JOIN invoicing_transferfile f ON f.id = i.transfer_id
  JOIN invoicing_payable p ON p.id = i.payable_id
 WHERE i.amount <> p.amount;
SELECT format('Payable %s is %s, but %s of its payments have left the bank and not come back.', p.id, p.state, count(i.id))
  FROM invoicing_payable p
  LEFT JOIN invoicing_transferitem i ON i.payable_id = p.id AND NOT i.is_cancelled AND i.booked_on IS NOT NULL
 GROUP BY p.id, p.state HAVING count(i.id) <> CASE WHEN p.state = 'paid' THEN 1 ELSE 0 END;
SELECT format('Bank entry %s is of %s, but %s of it is accounted for.', e.id, e.amount, u.used)
  FROM invoicing_bankentry e
  JOIN (SELECT entry_id, sum(amount) AS used
          FROM (SELECT entry_id, amount FROM invoicing_bankmatch
                UNION ALL SELECT entry_id, amount FROM invoicing_bankuse) parts GROUP BY entry_id) u ON u.entry_id = e.id
 WHERE u.used > abs(e.amount) OR (e.state = 'matched' AND u.used <> abs(e.amount));
SELECT format('Kept for clients: the ledger says %s, their credits %s.', l.held, c.kept)
  FROM (SELECT coalesce(-sum(e.amount), 0) AS held
          FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id
         WHERE a.code = 'clients.on_account') l,
       (SELECT (SELECT coalesce(sum(amount), 0) FROM invoicing_clientcredit)
             - (SELECT coalesce(sum(u.amount), 0) FROM invoicing_clientcredituse u
                  LEFT JOIN invoicing_payable p ON p.id = u.payable_id
                 WHERE u.payable_id IS NULL OR p.state = 'paid') AS kept) c
 WHERE l.held <> c.kept;

-- what members paid in is the same in the register, in the ledger and out of their pay
SELECT format('Shares: the register says %s, the ledger %s.', r.paid, l.held)
  FROM (SELECT coalesce(sum(paid), 0) AS paid FROM members_sharemovement) r,
       (SELECT coalesce(-sum(e.amount), 0) AS held
          FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id
         WHERE a.code = 'equity.shares') l
 WHERE r.paid <> l.held;
SELECT format('Share %s is %s; %s of %s is paid.', s.reference, s.state, m.paid, s.count * s.nominal)
  FROM members_sharesubscription s
  LEFT JOIN LATERAL (SELECT coalesce(sum(paid), 0) AS paid, coalesce(sum(shares), 0) AS held FROM members_sharemovement
                      WHERE subscription_id = s.id) m ON true
 WHERE (s.state IN ('subscribed', 'cancelled', 'ended') AND m.paid <> 0) OR (s.state IN ('ended', 'cancelled') AND m.held <> 0)
    OR (s.state = 'paid' AND m.paid <> m.held * s.nominal) OR (s.state = 'partly_paid' AND m.paid <= 0);
SELECT format('%s of payslip %s paid a share, the register says %s.', i.amount, i.payslip_id, m.paid)
  FROM invoicing_shareinstalment i JOIN members_sharemovement m ON m.id = i.movement_id
 WHERE i.amount <> m.paid OR m.paid_by <> 'pay';

-- what a booked invoice of a supplier took from activities and recovers is what is due, and the ledger says the same
SELECT format('Supplier''s invoice %s is of %s; its parts bear %s, %s is recovered and the ledger owes %s.',
              s.id, s.due, p.charged, s.vat_deducted, l.owed)
  FROM invoicing_supplierinvoice s
  LEFT JOIN LATERAL (SELECT coalesce(sum(charged), 0) AS charged FROM invoicing_supplierpart
                      WHERE invoice_id = s.id) p ON true
  LEFT JOIN LATERAL (SELECT abs(coalesce(sum(e.amount), 0)) AS owed FROM invoicing_ledgerentry e
                       JOIN invoicing_ledgertransaction t ON t.id = e.transaction_id
                       JOIN invoicing_ledgeraccount a ON a.id = e.account_id
                      WHERE t.subject_table = 'invoicing_supplierinvoice' AND t.subject_id = s.id
                        AND a.code = 'suppliers.payable') l ON true
 WHERE s.booked_on IS NOT NULL AND (p.charged + s.vat_deducted <> s.due OR l.owed <> s.due);

-- a booked claim is the sum of its receipts, and the ledger owes its member the gross and took the rest from the activity
SELECT format('Claim %s is of %s, %s of it VAT; its receipts are of %s and %s, the ledger owes %s and took %s.',
              c.reference, c.gross, c.vat, r.gross, r.vat, l.owed, l.taken)
  FROM activities_expenseclaim c
  LEFT JOIN LATERAL (SELECT coalesce(sum(gross), 0) AS gross, coalesce(sum(vat_deducted), 0) AS vat
                       FROM activities_receipt WHERE claim_id = c.id AND refused_reason = '') r ON true
  LEFT JOIN LATERAL (SELECT coalesce(-sum(e.amount) FILTER (WHERE a.code = 'expenses.payable'), 0) AS owed,
                            coalesce(sum(e.amount) FILTER (WHERE a.activity_id = c.activity_id), 0) AS taken
                       FROM invoicing_ledgertransaction t JOIN invoicing_ledgerentry e ON e.transaction_id = t.id
                       JOIN invoicing_ledgeraccount a ON a.id = e.account_id
                      WHERE t.event = 'expense:' || c.id) l ON true
 WHERE c.booked_on IS NOT NULL
   AND (c.gross <> r.gross OR c.vat <> r.vat OR l.owed <> c.gross OR l.taken <> c.charged);
SELECT format('Claim %s is %s, but %s payable of its amount says so.', c.reference, c.state, count(p.id))
  FROM activities_expenseclaim c
  LEFT JOIN invoicing_payable p ON p.subject_table = 'activities_expenseclaim' AND p.subject_id = c.id
        AND p.amount = c.gross AND (c.state = 'reimbursed') = (p.state = 'paid')
 WHERE c.state IN ('approved', 'reimbursed')
 GROUP BY c.id, c.reference, c.state HAVING count(p.id) <> 1;
SELECT format('Expenses: the ledger owes %s, the claims that are not paid %s.', l.owed, c.unpaid)
  FROM (SELECT coalesce(-sum(e.amount), 0) AS owed
          FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id
         WHERE a.code = 'expenses.payable') l,
       (SELECT coalesce(sum(gross), 0) AS unpaid FROM activities_expenseclaim WHERE state = 'approved') c
 WHERE l.owed <> c.unpaid;

-- I5 every job is done, or young, or parked and listed here
SELECT format('Job %s %s was parked after %s attempts: %s', kind, key, attempts, left(last_error, 200))
  FROM foundation_job WHERE state = 'parked';
SELECT format('Job %s %s is %s since %s: no worker took it.', kind, key, state, to_char(sent_at, 'YYYY-MM-DD HH24:MI'))
  FROM foundation_job
 WHERE (state = 'queued' AND greatest(available_at, sent_at) < clock_timestamp() - interval '15 minutes')
    OR (state = 'running' AND lease_until < clock_timestamp() - interval '15 minutes');

-- I7 the history of every object is one path that ends in its state
SELECT format('%s %s: a move from %s follows a move to %s.', h."table", h.object_id, h.from_state, h.before)
  FROM (SELECT "table", object_id, from_state,
               lag(to_state) OVER (PARTITION BY "table", object_id ORDER BY id) AS before
          FROM foundation_statechange) h
 WHERE h.before IS NOT NULL AND h.before <> h.from_state;
SELECT format('%s %s is %s, its history ends in %s.', o."table", o.id, o.state, h.to_state)
  FROM (SELECT 'activities_mission' AS "table", id, state FROM activities_mission
        UNION ALL SELECT 'activities_contract', id, state FROM activities_contract
        UNION ALL SELECT 'activities_order', id, state FROM activities_order
        UNION ALL SELECT 'activities_declaration', id, state FROM activities_declaration
        UNION ALL SELECT 'activities_expenseclaim', id, state FROM activities_expenseclaim
        UNION ALL SELECT 'invoicing_invoice', id, state FROM invoicing_invoice
        UNION ALL SELECT 'invoicing_payrollrun', id, state FROM invoicing_payrollrun
        UNION ALL SELECT 'invoicing_payable', id, state FROM invoicing_payable
        UNION ALL SELECT 'invoicing_supplierinvoice', id, state FROM invoicing_supplierinvoice
        UNION ALL SELECT 'invoicing_transferfile', id, state FROM invoicing_transferfile) o
  JOIN (SELECT DISTINCT ON ("table", object_id) "table", object_id, to_state
          FROM foundation_statechange ORDER BY "table", object_id, id DESC) h
    ON h."table" = o."table" AND h.object_id = o.id
 WHERE h.to_state <> o.state;

-- I8 no mail was written twice for one event
SELECT format('Mail %s was written %s times to one address.', key, count(*))
  FROM members_outgoingmail GROUP BY key, "to" HAVING count(*) > 1;

-- I10 every change of state has its audit entry
SELECT format('%s: %s moves in the history, %s changes of state in the audit.', m."table", m.n, a.n)
  FROM (SELECT "table", count(*) AS n FROM foundation_statechange
         WHERE "table" IN ('activities_mission', 'activities_contract', 'activities_expenseclaim', 'invoicing_invoice', 'invoicing_payrollrun',
                           'invoicing_transferfile', 'invoicing_payable', 'invoicing_supplierinvoice') GROUP BY "table") m
  LEFT JOIN LATERAL (SELECT count(*) AS n FROM foundation_auditentry e
                      WHERE e."table" = m."table" AND e.action = 'update' AND e.changed ? 'state') a ON true
 WHERE m.n <> a.n;
