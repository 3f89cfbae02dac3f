<?php
// The kind of request that the everlytic page shows: php-cli everlytic.php URL USER KEY JSON
// [METHOD]. Prints the HTTP status on the first line and the body below it.
[, $base, $username, $apikey, $json] = $argv;
$url = $base;
$method = $argv[5] ?? 'PUT';
$cSession = curl_init();
$headers = array();
$auth = base64_encode($username . ':' . $apikey);
$headers[] = 'Authorization: Basic ' . $auth;
curl_setopt($cSession, CURLOPT_URL, $url);
curl_setopt($cSession, CURLOPT_RETURNTRANSFER, true);
curl_setopt($cSession, CURLOPT_HEADER, false);
curl_setopt($cSession, CURLOPT_CUSTOMREQUEST, strtoupper($method));
if ($json !== '') {
    curl_setopt($cSession, CURLOPT_POSTFIELDS, $json);
}
$headers[] = 'Content-Type: application/json';
curl_setopt($cSession, CURLOPT_HTTPHEADER, $headers);
$result = curl_exec($cSession);
echo curl_getinfo($cSession, CURLINFO_RESPONSE_CODE), "\n", $result;
curl_close($cSession);
