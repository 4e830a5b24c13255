// npm akismet by its own option `host`: plain HTTP, and a Content-Type that names a character set and no type.
'use strict'
const { promisify } = require('util')
const akismet = require('akismet')
const told = process.env

const client = (key) => akismet.client({ apiKey: key, blog: told.CLIENT_BLOG, host: told.CLIENT_HOST })
const comment = (more) => ({ user_ip: '192.0.2.1', comment_author: 'Una Marsh', ...more })
const said = (from, call, ...words) =>
  promisify(from[call].bind(from))(...words).catch((error) => `${error.name}: ${error.message}`)

async function main() {
  const known = client(told.CLIENT_KEY)
  const unknown = client(told.CLIENT_BAD_KEY)
  const ham = comment({ comment_content: told.CLIENT_HAM })
  const test = { ...ham, is_test: 1 } // is answered and leaves no trace
  const results = {}
  results.key = await said(known, 'verifyKey')
  results.other_key = await said(unknown, 'verifyKey')
  results.ham = await said(known, 'checkComment', { ...ham })
  results.spam = await said(known, 'checkComment', comment({ comment_content: told.CLIENT_SPAM }))
  results.guaranteed_spam = await said(known, 'checkComment', { ...test, comment_author: 'viagra-test-123' })
  results.administrator = await said(known, 'checkComment', {
    ...test,
    comment_author: 'viagra-test-123',
    user_role: 'administrator'
  })
  results.other_key_checks = await said(unknown, 'checkComment', { ...ham })
  await said(known, 'submitSpam', { ...ham })
  results.after_submit_spam = await said(known, 'checkComment', { ...test })
  await said(known, 'submitHam', { ...ham })
  results.after_submit_ham = await said(known, 'checkComment', { ...test })
  console.log(JSON.stringify(results))
}

main()
